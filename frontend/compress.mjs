// Writes a .br and a .gz beside each file named: packed once here as small as can be, never while serving.
import { readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

for (const path of process.argv.slice(2)) {
  const plain = readFileSync(path);
  const size = { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length, [constants.BROTLI_PARAM_QUALITY]: 11 };
  writeFileSync(`${path}.br`, brotliCompressSync(plain, { params: size }));
  writeFileSync(`${path}.gz`, gzipSync(plain, { level: 9 }));
}
