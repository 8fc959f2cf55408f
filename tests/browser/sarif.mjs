// node tests/browser/sarif.mjs FILE …: whether reports are SARIF 2.1.0, by the standard's own schema.

import { readFileSync } from 'node:fs';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';

const schema = new URL('node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json', import.meta.url);
// One of the schema's patterns is faulty as a Unicode pattern.
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')));

const files = process.argv.slice(2);
const faults = [];
let results = 0;
for (const file of files) {
  const report = JSON.parse(readFileSync(file, 'utf8'));
  if (!validate(report)) faults.push(...validate.errors.map((error) => `${file}${error.instancePath}: ${error.message}`));
  results += report.runs[0].results.length;
}

// What the schema forbids is found, each in a copy of its own.
const spoilt = {
  'a result without a message': (run) => delete run.results[0].message,
  'a level that there is not': (run) => (run.results[0].level = 'remark'),
  'a line before the first': (run) => (run.results[0].locations[0].physicalLocation.region.startLine = 0),
  'an address with a space': (run) => (run.results[0].locations[0].physicalLocation.artifactLocation.uri = 'a b.md'),
  'a rule without a name': (run) => delete run.tool.driver.rules[0].id,
};
const whole = files.map((file) => JSON.parse(readFileSync(file, 'utf8'))).find((report) => report.runs[0].results.length > 0);
if (!whole) faults.push('no report has a result');
for (const [what, spoil] of whole ? Object.entries(spoilt) : []) {
  const copy = structuredClone(whole);
  spoil(copy.runs[0]);
  if (validate(copy)) faults.push(`${what} was not found`);
}

console.log(faults.length ? faults.join('\n') : `${files.length} reports with ${results} results are SARIF 2.1.0`);
process.exit(faults.length ? 1 : 0);
