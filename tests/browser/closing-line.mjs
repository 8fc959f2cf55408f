// A reporter for Node's test runner that prints only the numbers of passed and failed tests.
export default async function* closingLine(events) {
  const counts = { "test:pass": 0, "test:fail": 0 };
  for await (const { type, data } of events) {
    if (type in counts && data.details.type !== "suite") counts[type] += 1;
  }
  yield `${counts["test:pass"]} passed, ${counts["test:fail"]} failed\n`;
}
