import { defineConfig, type Plugin } from 'vitest/config';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { stubPlugin } from './dev/stubPlugin.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The sources are React's; the checkout page ships on Preact, which is a tenth of its size. */
const preact = {
  'react/jsx-runtime': 'preact/jsx-runtime',
  'react-dom/test-utils': 'preact/test-utils',
  'react-dom/client': 'preact/compat/client',
  'react-dom': 'preact/compat',
  react: 'preact/compat',
};

/** Writes a .gz and a .br beside each script and style sheet, so that the server never compresses. */
function compressed(): Plugin {
  return {
    name: 'paygate-compressed',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      for (const [fileName, file] of Object.entries(bundle)) {
        if (!/\.(?:js|css|svg)$/.test(fileName)) continue;
        const source = Buffer.from(file.type === 'chunk' ? file.code : file.source);
        this.emitFile({ type: 'asset', fileName: `${fileName}.gz`, source: gzipSync(source, { level: 9 }) });
        this.emitFile({ type: 'asset', fileName: `${fileName}.br`, source: brotliCompressSync(source, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }) });
      }
    },
  };
}

const pages = ['checkout', 'shop', 'issuer', 'receipt', 'link'];

export default defineConfig({
  root: at('src'),
  publicDir: false,
  plugins: [compressed(), stubPlugin()],
  resolve: { alias: preact },
  server: { host: '127.0.0.1', strictPort: true },
  preview: { host: '127.0.0.1', strictPort: true },
  build: {
    outDir: at('dist'),
    emptyOutDir: true,
    target: 'es2022',
    // The page's policy allows no inline script and no data: font or style.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: Object.fromEntries(pages.map((page) => [page, at(`src/${page}/index.html`)])) },
  },
  test: {
    root: at('.'),
    include: ['test/**/*.test.{ts,tsx}'],
    restoreMocks: true,
    testTimeout: 60_000,
    // Its ES module, inlined, so that the components are rendered by what ships.
    alias: { '@testing-library/react': at('node_modules/@testing-library/react/dist/@testing-library/react.esm.js') },
    server: { deps: { inline: [/@testing-library\/react/] } },
  },
});
