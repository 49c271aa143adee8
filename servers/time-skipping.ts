import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileStartingWith, firstThatWorks, inDraftFolder, runReporting, type Source } from './fetching.ts';
import { type Progress, SetupError } from './setup-error.ts';

const VERSION = '1.32.0';
const PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
const LAUNCHER = process.platform === 'win32' ? 'temporal-test-server.cmd' : 'temporal-test-server';

/**
 * Path of Temporal's test server, which skips time, for `TestWorkflowEnvironment.createTimeSkipping({ server: {
 * executable: { type: 'existing-path', path } } })`: one fetched earlier, the SDK's download, or from Maven where
 * downloads are blocked.
 */
export async function findTimeSkippingServer(cache: string, progress: Progress): Promise<string> {
  const folder = join(cache, 'bin');
  const sources = [fetchedEarlier, download, fromMaven];
  const found = (await fetchedEarlier(folder, progress)) ?? (await firstThatWorks(sources, folder, progress));
  if (found) return found;
  throw new SetupError(
    'Temporal’s time-skipping test server could be had neither by download (temporal.download) nor from Maven Central. ' +
      'Open one of the two in the firewall, or install Java 17 or newer and Maven, then start again.',
  );
}

const fetchedEarlier: Source = async (folder) => {
  const ours = join(javaFolder(folder), LAUNCHER);
  return existsSync(ours) ? ours : fileStartingWith(folder, 'temporal-test-server-sdk-typescript-');
};

/** The SDK fetches the program when it starts a server, and keeps it in the folder it is told. */
const download: Source = async (folder, progress) => {
  progress('fetching Temporal’s time-skipping test server (once)');
  try {
    const { TestWorkflowEnvironment } = await import('@temporalio/testing');
    const server = { executable: { type: 'cached-download', downloadDir: folder } } as const;
    await (await TestWorkflowEnvironment.createTimeSkipping({ server })).teardown();
    return fileStartingWith(folder, 'temporal-test-server-sdk-typescript-');
  } catch {
    progress('downloads of Temporal are blocked here');
    return undefined;
  }
};

const javaFolder = (folder: string) => join(folder, `java-test-server-${VERSION}`);

const fromMaven: Source = async (folder, progress) => {
  progress('fetching the test server from Maven instead (33 MB, once)');
  return inDraftFolder(folder, async (draft) => {
    const project = join(draft, 'pom.xml');
    const made = join(draft, 'made');
    mkdirSync(made);
    writeFileSync(project, POM);
    const args = ['-B', '-f', project, PLUGIN, `-DoutputDirectory=${join(made, 'lib')}`];
    const problem =
      (await runReporting('mvn', args, { doing: 'fetching', progress })) ??
      (await runReporting('java', ['-version'], { doing: 'looking for Java', progress }));
    if (problem !== undefined) {
      progress(`fetching it did not work: ${problem}`);
      return undefined;
    }
    writeFileSync(join(made, LAUNCHER), LAUNCHER_TEXT, { mode: 0o755 });
    rmSync(javaFolder(folder), { recursive: true, force: true });
    renameSync(made, javaFolder(folder));
    return join(javaFolder(folder), LAUNCHER);
  });
};

// One thread of garbage collection and no long-run optimisation: several of these share two cores, each for a minute.
const JAVA_FLAGS = '-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m';

const LAUNCHER_TEXT =
  process.platform === 'win32'
    ? `@java ${JAVA_FLAGS} -cp "%~dp0lib\\*" io.temporal.testserver.TestServer %*\r\n`
    : `#!/bin/sh\nexec java ${JAVA_FLAGS} -cp "$(dirname "$0")/lib/*" io.temporal.testserver.TestServer "$@"\n`;

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>replenish</groupId>
  <artifactId>test-server</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>io.temporal</groupId>
      <artifactId>temporal-test-server</artifactId>
      <version>${VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.slf4j</groupId>
      <artifactId>slf4j-nop</artifactId>
      <version>1.7.36</version>
    </dependency>
  </dependencies>
</project>
`;
