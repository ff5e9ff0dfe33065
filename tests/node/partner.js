'use strict';
// A partner's program, as somebody who knows the hub by its documentation alone would write it.
//
//   node partner.js send    URL EXCHANGE FILE...        each file is one document
//   node partner.js receive URL QUEUE COUNT FOLDER      each document becomes one file
//
// Prints one line of JSON for each document. Exit code 1: the broker said no; the last line says why.

const amqp = require('amqplib');
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

async function send(connection, exchange, ...files) {
  const channel = await connection.createConfirmChannel();
  const closed = new Promise((_, reject) => channel.once('error', reject));
  const returned = new Set();
  channel.on('return', (message) => returned.add(message.properties.messageId));
  for (const file of files) {
    // The id makes a repetition harmless: the hub takes the same document once.
    const messageId = crypto.randomUUID();
    const options = { messageId, mandatory: true, persistent: true, contentType: 'application/xml' };
    const kept = new Promise((resolve, reject) => {
      channel.publish(exchange, '', fs.readFileSync(file), options, (error) =>
        error ? reject(error) : resolve());
    });
    await Promise.race([kept, closed]);
    if (returned.has(messageId)) throw new Error(`no queue takes what is sent to ${exchange}`);
    say({ sent: path.basename(file), messageId });
  }
  await channel.close();
}

async function receive(connection, queue, count, folder) {
  const channel = await connection.createChannel();
  await channel.prefetch(1);
  await new Promise((resolve, reject) => {
    let left = Number(count);
    channel.once('error', reject);
    channel
      .consume(queue, (message) => {
        if (message === null) return reject(new Error('the broker ended the subscription'));
        const { messageId, type, contentType, headers } = message.properties;
        const file = path.join(folder, `${messageId}.xml`);
        fs.writeFileSync(file, message.content, { flush: true });
        channel.ack(message); // only now: until here the broker would give it again
        say({ received: path.basename(file), messageId, type, contentType, headers });
        left -= 1;
        if (left === 0) resolve();
      })
      .catch(reject);
  });
  await channel.close(); // answered after the acknowledgements before it
}

async function main([command, url, ...rest]) {
  const connection = await amqp.connect(url);
  connection.on('error', () => {}); // whatever waits is told as well
  try {
    await { send, receive }[command](connection, ...rest);
  } finally {
    await connection.close().catch(() => {});
  }
}

main(process.argv.slice(2)).catch((error) => {
  say({ error: error.message, code: error.code });
  process.exitCode = 1;
});
