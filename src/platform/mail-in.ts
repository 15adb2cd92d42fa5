import { simpleParser } from 'mailparser';

/** What a letter to us says that a program can act on. Nothing else of it is read. */
export type LetterIn = {
  from: string | undefined;
  subject: string;
  /** The first line that has words. */
  firstLine: string;
  /** The letters it answers, as Message-IDs. */
  answers: string[];
  /** A program wrote it by itself: an absence, a receipt. */
  isAutomatic: boolean;
  /** What a mail server reports of a letter of ours, and which one that was. */
  report: { kind: 'failed' | 'abuse'; about: string[] } | undefined;
};

/** Reads one letter as it came over the wire. */
export async function readLetter(raw: Buffer): Promise<LetterIn> {
  const letter = await simpleParser(raw, { keepDeliveryStatus: true, skipHtmlToText: true, skipTextToHtml: true });
  const parts = letter.attachments.map(({ contentType, content }) => ({
    contentType,
    text: content.toString('latin1'),
  }));
  const automatic = letter.headers.get('auto-submitted');
  return {
    from: letter.from?.value[0]?.address?.toLowerCase(),
    subject: (letter.subject ?? '').trim(),
    firstLine:
      (letter.text ?? '')
        .split('\n')
        .find((each) => each.trim() !== '')
        ?.trim() ?? '',
    answers: [letter.inReplyTo ?? [], letter.references ?? []].flat(),
    isAutomatic: typeof automatic === 'string' && automatic !== 'no',
    report: reportIn(parts),
  };
}

type Part = { contentType: string; text: string };

/** A lasting failure (RFC 3464) or a complaint (RFC 5965), about the letter whose head it brings along. */
function reportIn(parts: readonly Part[]): LetterIn['report'] {
  const textOf = (type: string) => parts.filter(({ contentType }) => contentType === type).map(({ text }) => text);
  const heads = [...textOf('message/rfc822'), ...textOf('text/rfc822-headers')];
  const about = heads.flatMap(
    (text) => /^message-id:\s*(<[^>\s]+>)/im.exec(text.split(/\r?\n\r?\n/, 1)[0] ?? '')?.[1] ?? [],
  );

  if (textOf('message/feedback-report').some((text) => /^feedback-type:\s*abuse\s*$/im.test(text)))
    return { kind: 'abuse', about };
  const failed = textOf('message/delivery-status').some(
    (text) => /^action:\s*failed\s*$/im.test(text) && /^status:\s*5\.\d+\.\d+/im.test(text),
  );
  return failed ? { kind: 'failed', about } : undefined;
}
