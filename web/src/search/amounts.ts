// Amounts in what somebody searches: "ten billion", "0,4 milliard", "€400m", "quatre cents millions".

/** What a word for a power of ten multiplies by. */
const SCALES: Record<string, number> = {
  thousand: 1e3, mille: 1e3, k: 1e3, million: 1e6, millions: 1e6, m: 1e6, mn: 1e6, mio: 1e6, billion: 1e9, billions: 1e9, bn: 1e9, b: 1e9, milliard: 1e9, milliards: 1e9, md: 1e9, mds: 1e9,
  mrd: 1e9, trillion: 1e12, trillions: 1e12, tn: 1e12,
};

/** Numbers in words, without accents. */
const NUMBERS: Record<string, number> = {
  a: 1, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, eleven: 11, twelve: 12, thirteen: 13, fourteen: 14, fifteen: 15, sixteen: 16, seventeen: 17,
  eighteen: 18, nineteen: 19, twenty: 20, thirty: 30, forty: 40, fifty: 50, sixty: 60, seventy: 70, eighty: 80, ninety: 90, hundred: 100, un: 1, une: 1, deux: 2, trois: 3, quatre: 4, cinq: 5,
  sept: 7, huit: 8, neuf: 9, dix: 10, onze: 11, douze: 12, treize: 13, quatorze: 14, quinze: 15, seize: 16, vingt: 20, vingts: 20, trente: 30, quarante: 40, cinquante: 50, soixante: 60,
  cent: 100, cents: 100,
};

const WORD = Object.keys(NUMBERS).join("|");
const SCALE = Object.keys(SCALES).sort((one, other) => other.length - one.length).join("|");
const SIGN = "(?:[€$£]|eur|usd|gbp)";

/** A figure with a word for a power of ten or a sign of money, or both; or numbers in words with such a word. */
const IN_DIGITS = new RegExp(`(${SIGN}\\s*)?(?<![\\p{L}\\p{N}.,])((?:\\d{1,3}(?:\\s\\d{3}(?!\\d))+|\\d+)(?:[.,]\\d+)*)\\s*(?:(${SCALE})(?![\\p{L}\\p{N}]))?(?:\\s*(?:d[’']|de |of )?(${SIGN}|euros?|dollars?|pounds?)(?![\\p{L}\\p{N}]))?`, "giu");
const IN_WORDS = new RegExp(`(?<![\\p{L}\\p{N}])((?:${WORD})(?:(?:[ -]|[ -](?:and|et)[ -])(?:${WORD}))*)[ -](${SCALE})(?![\\p{L}\\p{N}])(?:\\s*(?:d[’']|de |of )?(?:euros?|dollars?|pounds?))?`, "giu");

/** Parts of a power of ten: "half a billion", "un demi-milliard". */
const PARTS: [RegExp, number][] = [
  [/\b(?:a )?half[ -](?:a[ -])?(?=(?:million|billion|trillion)\b)/giu, 0.5],
  [/\b(?:un[ -])?demi[ -](?=(?:million|milliard)\b)/giu, 0.5],
  [/\ba quarter of a (?=(?:million|billion)\b)/giu, 0.25],
];

/** The amounts that a text has, and the text without them. A figure alone, such as "109", is none, unless another one in the text tells its power of ten: "the 400" beside
 * "500 million". */
export function amounts(text: string, language: string): { values: number[]; rest: string } {
  const values: number[] = [];
  const powers = new Set<number>();
  let rest = text.normalize("NFD").replace(/\p{M}/gu, "");
  for (const [part, value] of PARTS) rest = rest.replace(part, `${value} `.replace(".", language === "fr" ? "," : "."));
  rest = rest.replace(IN_WORDS, (_, numbers: string, scale: string) => {
    values.push(inWords(numbers) * scaled(scale));
    powers.add(scaled(scale));
    return " ";
  });
  rest = rest.replace(IN_DIGITS, (whole: string, before: string | undefined, digits: string, scale: string | undefined, after: string | undefined) => {
    if (before === undefined && scale === undefined && after === undefined) return whole;
    values.push(inDigits(digits, language) * scaled(scale));
    powers.add(scaled(scale));
    return " ";
  });
  const [power, ...others] = [...powers];
  if (power !== undefined && others.length === 0 && power > 1) {
    for (const [figure] of rest.matchAll(/(?<![\p{L}\p{N}.,])\d{1,3}(?![\p{L}\p{N}])(?![.,]\d)/gu)) values.push(Number(figure) * power);
  }
  return { values, rest };
}

function scaled(scale: string | undefined): number {
  return scale === undefined ? 1 : SCALES[scale.toLowerCase()] ?? 1;
}

/** The value of "four hundred", "deux cent cinquante", "quatre-vingts". */
function inWords(numbers: string): number {
  let value = 0;
  for (const word of numbers.toLowerCase().split(/[ -]+/u)) {
    const own = NUMBERS[word];
    if (own === undefined) continue;
    if (own === 100) value = Math.max(value, 1) * 100;
    else if (own === 20 && value % 100 === 4) value += 76;
    else value += own;
  }
  return value;
}

/** The value of "1,200.5", "1 200,5", "0.4": what stands between groups of three digits groups them, unless only one group follows a comma in French. */
function inDigits(digits: string, language: string): number {
  const bare = digits.replace(/\s/gu, "");
  const groups = language === "fr" ? /\.(?=\d{3}(?:\D|$))/gu : /,(?=\d{3}(?:\D|$))/gu;
  return Number(bare.replace(groups, "").replace(",", "."));
}
