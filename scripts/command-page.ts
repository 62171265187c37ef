import type { Command } from 'commander';
import { commandLine } from '../command/command-line.js';

const introduction = `# Command

\`avatar-service\` renders on this machine without a service, and starts the service. In a clone, write \`npm run avatar --\` instead.

\`\`\`sh
npx avatar-service render --avatar alice --text "Good morning." --out morning.mp4
npx avatar-service list voices
npx avatar-service --version
\`\`\`

With \`-\`, a voice is read from standard input, and the video goes to standard output; messages go to standard error:

\`\`\`sh
cat clip.wav | npx avatar-service render --avatar alice --voice - --out - | cat > clip.mp4
\`\`\`

The ending chooses the format: \`.mp4\`, \`.webm\`, or \`.mov\`. An output replaces a file of that name when it is complete. A symbolic link, a device, a pipe, and a file that is an input are never replaced.

An error is printed as \`code: message\`, and the exit code is that of [errors.md](errors.md). Settings come from the environment ([settings.md](settings.md)). \`npm run demo\`, \`npm run bench\`, and \`npm run evaluate\` have \`--help\`, too.
`;

/** `docs/command.md`: the commands and their options, from their definitions. */
export function commandPage(): string {
  const commands = commandLine().commands.map(section).join('\n');
  return `${introduction}\n${commands}\n_The sections of the commands are generated from the code by \`npm run generate\`._\n`;
}

function section(command: Command): string {
  const { registeredArguments, options } = command;
  const names = [command.name(), ...command.aliases()].map((name) => `\`${name}\``).join(', ');
  const alias = names.includes(',') ? `\n\nNames: ${names}.` : '';
  const usage = ['avatar-service', command.name(), command.usage()].join(' ');
  const rows = [
    ...registeredArguments.map(
      (argument) => [argument.name(), withDefault(argument.description, argument.defaultValue)] as const,
    ),
    ...options.map(
      (option) =>
        [option.flags, withDefault(option.description, option.defaultValue, option.mandatory)] as const,
    ),
  ].map(([name, text]) => `| \`${name}\` | ${text.replaceAll('|', '\\|')} |`);
  const table =
    rows.length > 0 ? `\n${['| argument | meaning |', '| --- | --- |', ...rows].join('\n')}\n` : '';
  return `## ${command.name()}\n\n\`${usage}\`: ${command.description()}.${alias}\n${table}`;
}

function withDefault(description: string, value: unknown, isMandatory = false): string {
  const needed = isMandatory ? `${description} (required)` : description;
  return typeof value === 'string' ? `${needed} (default: \`${value}\`)` : needed;
}
