// Saves and restores with the client that actions/cache is made of.
import * as cache from '@actions/cache'
import fs from 'node:fs'
import path from 'node:path'

const folder = process.argv[2]
process.chdir(folder)
fs.mkdirSync('deps', { recursive: true })
fs.writeFileSync(path.join('deps', 'lib.txt'), 'library')
fs.writeFileSync(path.join('deps', 'large.bin'), Buffer.alloc(40 * 1024 * 1024, 1))
for (let i = 0; i < 64; i++) fs.writeFileSync(path.join('deps', `r${i}`), crypto.getRandomValues(new Uint8Array(65536)))

const miss = await cache.restoreCache(['deps'], 'linux-1', ['linux-'])
const saved = await cache.saveCache(['deps'], 'linux-1')
const again = await cache.saveCache(['deps'], 'linux-1')
fs.rmSync('deps', { recursive: true })
const hit = await cache.restoreCache(['deps'], 'linux-2', ['linux-'])
fs.writeFileSync('answer.json', JSON.stringify({
  available: cache.isFeatureAvailable(),
  miss: miss ?? null,
  saved,
  again,
  hit: hit ?? null,
  text: fs.readFileSync(path.join('deps', 'lib.txt'), 'utf8'),
  large: fs.statSync(path.join('deps', 'large.bin')).size
}))
