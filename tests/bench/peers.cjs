// One engine of npm in one process: `node peers.cjs NAME FOLDER DOCUMENT`, modules from NODE_PATH. Speaks the protocol of
// `candidates`: {"sample": PATH} writes one document, {"seconds": 0.5} renders for so long (of the processor), {} tells the peak memory and ends.
'use strict';

const fs = require('fs');
const path = require('path');
const readline = require('readline');

const [name, folder, document] = process.argv.slice(2);
const context = JSON.parse(fs.readFileSync(path.join(folder, `${document}.json`), 'utf8'));

const engines = {
  docxtemplater() {
    const Zip = require('pizzip');
    const Template = require('docxtemplater');
    const bytes = fs.readFileSync(path.join(folder, `${document}.braces.docx`));
    return async () => {
      const template = new Template(new Zip(bytes), { paragraphLoop: true, linebreaks: true });
      template.render(context);
      return template.getZip().generate({ type: 'nodebuffer', compression: 'DEFLATE' });
    };
  },
  carbone() {
    const carbone = require('carbone');
    const file = path.join(folder, `${document}.carbone.docx`);
    return () => new Promise((done, failed) => {
      carbone.render(file, context, (error, bytes) => (error ? failed(error) : done(bytes)));
    });
  },
  'easy-template-x'() {
    const { TemplateHandler } = require('easy-template-x');
    const handler = new TemplateHandler();
    const bytes = fs.readFileSync(path.join(folder, `${document}.braces.docx`));
    return () => handler.process(bytes, context);
  },
};

async function timed(make, seconds) {
  const start = process.cpuUsage();
  const spent = () => { const { user, system } = process.cpuUsage(start); return (user + system) / 1e6; };
  let count = 0;
  let passed = 0;
  while ((passed = spent()) < seconds) {
    await make();
    count += 1;
  }
  return { documents: count, seconds: passed };
}

async function main() {
  const make = engines[name]();
  const say = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);
  say({ ready: true });
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const order = JSON.parse(line);
    if (order.sample) {
      const bytes = await make();
      fs.writeFileSync(order.sample, bytes);
      say({ bytes: bytes.length });
    } else if (order.seconds) {
      say(await timed(make, order.seconds));
    } else {
      say({ peak: process.resourceUsage().maxRSS });
      process.exit(0);
    }
  }
}

main().catch((error) => {
  console.error(error.message.split('\n')[0]);
  process.exit(1);
});
