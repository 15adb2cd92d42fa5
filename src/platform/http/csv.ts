/** Without it some programs take the letters for another alphabet. */
const BYTE_ORDER_MARK = '\uFEFF';

/** A cell that begins like this, or with its wide twin, is a formula to some spreadsheet, and people choose their own names. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** What can stand in a cell; nothing leaves it empty. */
export type Cell = string | number | null | undefined;

/** Rows as a file for spreadsheets (RFC 4180): everything quoted, and nothing in it is carried out. */
export const asCsv = (rows: readonly (readonly Cell[])[]): string =>
  BYTE_ORDER_MARK + rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');

function cell(value: Cell): string {
  const text = String(value ?? '');
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
