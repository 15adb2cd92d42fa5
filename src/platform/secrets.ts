/** Made on the first run and kept in DATA_DIR with mode 600. Each is 256 random bits. */
export type Secrets = {
  /** Signs session cookies. */
  session: string;
  /** Signs join tokens of rooms. */
  join: string;
  /** Keys the hashes under which addresses are counted. */
  hash: string;
};
