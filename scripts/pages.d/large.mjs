// Writes a register of deals between companies, in groups: large.mjs FILE [COMPANIES DEALS]. The same numbers give the same file.

import { writeFileSync } from "node:fs";

const [file, companies = 400, deals = 900] = [process.argv[2], ...process.argv.slice(3).map(Number)];
// A generator of the minimal standard, so that nothing is drawn by chance.
let seed = 7;
const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
const below = (most) => Math.floor(random() * most);
const groups = Math.max(1, Math.floor(companies / 60));
const name = (number) => `Company ${String(number).padStart(5, "0")}`;
const two = (number) => String(number + 1).padStart(2, "0");
const rows = Array.from({ length: deals }, () => {
  const seller = Math.floor(companies * random() ** 1.6);
  const near = ((seller % groups) + groups * below(Math.floor(companies / groups))) % companies;
  const buyer = random() < 0.9 ? near : below(companies);
  return `${name(seller)},${name(buyer)},${(1 + below(5000)) * 100},${2015 + below(10)}-${two(below(12))}-${two(below(28))},${["loan", "sale", "grant"][below(3)]}`;
});
writeFileSync(file, `seller,buyer,amount,day,kind\n${rows.join("\n")}\n`);
