/** A letter ready to leave. `to` is always an address that is stored with us, never one taken from a request. */
export type Letter = { to: string; subject: string; text: string; html: string };

export type Mail = {
  /** Hands the letter to the relay; resolves when the relay has taken it, rejects when it has not. */
  send(letter: Letter): Promise<void>;
  close(): void;
};
