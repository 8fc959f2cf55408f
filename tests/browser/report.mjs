// A reporter for Node's test runner: one line for each group of tests, and every failure with its findings.
const STACK_LINES = /\n\s+at .*/g;

const reasonOf = ({ error }) => String(error?.cause?.message ?? error?.message ?? error).replace(STACK_LINES, "");

export default async function* report(events) {
  let [passed, failed] = [0, 0];
  for await (const { type, data } of events) {
    if (type === "test:stderr") yield data.message;
    if (type !== "test:pass" && type !== "test:fail") continue;
    const isPass = type === "test:pass";
    if (data.details.type === "suite") {
      const seconds = (data.details.duration_ms / 1000).toFixed(1);
      yield `${isPass ? "✔" : "✖"} ${data.name}: ${passed} of ${passed + failed}, ${seconds} s\n`;
      [passed, failed] = [0, 0];
    } else if (isPass) {
      passed += 1;
    } else {
      // A test outside a group is a whole file that could not be run.
      failed += data.nesting > 0 ? 1 : 0;
      yield `✖ ${data.name}: ${reasonOf(data.details)}\n`;
    }
  }
}
