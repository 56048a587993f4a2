// Uploads, lists, downloads and deletes with the client that actions/upload-artifact is made of.
import { DefaultArtifactClient } from '@actions/artifact'
import fs from 'node:fs'
import path from 'node:path'

const folder = process.argv[2]
fs.mkdirSync(path.join(folder, 'site', 'deep'), { recursive: true })
fs.writeFileSync(path.join(folder, 'site', 'index.html'), 'hello')
fs.writeFileSync(path.join(folder, 'site', 'deep', 'large.bin'), Buffer.alloc(20 * 1024 * 1024, 7))

const client = new DefaultArtifactClient()
const files = ['index.html', 'deep/large.bin'].map(file => path.join(folder, 'site', file))
const uploaded = await client.uploadArtifact('site', files, path.join(folder, 'site'), { compressionLevel: 0 })
const listed = await client.listArtifacts()
const native = await client.getArtifact('native')
await client.downloadArtifact(native.artifact.id, { path: path.join(folder, 'native') })
const fetched = await client.downloadArtifact(uploaded.id, { path: path.join(folder, 'back') })
let twice = ''
try {
  await client.uploadArtifact('site', files, path.join(folder, 'site'))
} catch (error) {
  twice = error.message
}
await client.deleteArtifact('native')
const left = await client.listArtifacts()
fs.writeFileSync(path.join(folder, 'answer.json'), JSON.stringify({
  id: uploaded.id,
  size: uploaded.size,
  names: listed.artifacts.map(artifact => artifact.name).sort(),
  native: fs.readFileSync(path.join(folder, 'native', 'note.txt'), 'utf8'),
  large: fs.statSync(path.join(folder, 'back', 'deep', 'large.bin')).size,
  digestMismatch: fetched.digestMismatch ?? false,
  twice,
  left: left.artifacts.map(artifact => artifact.name)
}))
