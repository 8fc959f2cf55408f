#!/usr/bin/env node
// Runs the program of this platform, which is a package of its own: nothing is downloaded when this is installed.
"use strict";
const { spawnSync } = require("node:child_process");

const platform = `${process.platform}-${process.arch}`;
let program;
try {
  program = require.resolve(`greenpaper-${platform}/greenpaper${process.platform === "win32" ? ".exe" : ""}`);
} catch {
  console.error(`error: there is no greenpaper for ${platform}, or it was installed with --omit=optional: install it again without that option`);
  process.exit(2);
}
const { status, error } = spawnSync(program, process.argv.slice(2), { stdio: "inherit" });
if (error) console.error(`error: ${program} cannot be run: ${error.message}`);
process.exit(status ?? 2);
