// node tests/browser/sarif.mjs FILE …: validates reports against the schema of SARIF 2.1.0.

import { readFileSync } from 'node:fs';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';

const schema = new URL('node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json', import.meta.url);
// One of the schema's patterns is not a valid Unicode pattern.
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')));

const files = process.argv.slice(2);
const errors = [];
let results = 0;
for (const file of files) {
  const report = JSON.parse(readFileSync(file, 'utf8'));
  if (!validate(report)) errors.push(...validate.errors.map((error) => `${file}${error.instancePath}: ${error.message}`));
  results += report.runs[0].results.length;
}

// The validation itself works: each of these errors must be found in a copy of a report.
const mutations = {
  'a result without a message': (run) => delete run.results[0].message,
  'an unknown level': (run) => (run.results[0].level = 'remark'),
  'line 0': (run) => (run.results[0].locations[0].physicalLocation.region.startLine = 0),
  'a URI with a space': (run) => (run.results[0].locations[0].physicalLocation.artifactLocation.uri = 'a b.md'),
  'a rule without an id': (run) => delete run.tool.driver.rules[0].id,
};
const complete = files.map((file) => JSON.parse(readFileSync(file, 'utf8'))).find((report) => report.runs[0].results.length > 0);
if (!complete) errors.push('no report has any results');
for (const [what, mutate] of complete ? Object.entries(mutations) : []) {
  const copy = structuredClone(complete);
  mutate(copy.runs[0]);
  if (validate(copy)) errors.push(`${what} was not found`);
}

console.log(errors.length ? errors.join('\n') : `${files.length} reports with ${results} results are SARIF 2.1.0`);
process.exit(errors.length ? 1 : 0);
