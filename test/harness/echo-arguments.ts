// Prints its arguments and ends with the last of them as its exit code, for the test of the launcher.
process.stdout.write(`${JSON.stringify(process.argv.slice(2))}\n`);
process.exitCode = Number(process.argv.at(-1));
