/** What may stand in a body that staff wrote: words in their order, and links. Nothing that loads, runs or is filled in. */
const TAGS = new Set(['a', 'blockquote', 'br', 'code', 'em', 'h2', 'h3', 'hr', 'li', 'ol', 'p', 'pre', 'strong', 'ul']);
const ATTRIBUTES = /^(?:\s+(?:href|title|class|style|start)="[^"<>]*")*\s*\/?$/;
const LOADS = /\sstyle="[^"]*(?:url\s*\(|@import)/i;

/** Something stands in a letter that no letter may hold. */
export class UnfitLetter extends Error {}

/**
 * The body of a letter that was written by staff, made by our own renderer. It may lead to other sites over https, and only
 * a value of this class may: whatever else stands in a letter leads to our own pages.
 */
export class LetterBody {
  readonly html: string;
  readonly text: string;
  /** Every address it leads to. */
  readonly links: ReadonlySet<string>;

  private constructor(html: string, text: string, links: ReadonlySet<string>) {
    this.html = html;
    this.text = text;
    this.links = links;
  }

  /** Throws for a tag or an attribute that no letter needs, and for a link that is not https. */
  static check({ html, text, links }: { html: string; text: string; links: readonly string[] }): LetterBody {
    for (const [whole, name = '', attributes = ''] of html.matchAll(/<\/?([^\s/>]*)([^>]*)>?/g)) {
      if (
        !TAGS.has(name.toLowerCase()) ||
        !ATTRIBUTES.test(attributes) ||
        LOADS.test(attributes) ||
        !whole.endsWith('>')
      )
        throw new UnfitLetter(`A letter cannot hold ${whole}.`);
    }
    if (links.some((link) => !URL.canParse(link) || !link.startsWith('https://')))
      throw new UnfitLetter('A letter leads to other sites over https only.');
    return new LetterBody(html, text, new Set(links.map((link) => new URL(link).href)));
  }
}
