import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const server = process.env.DEV_SERVER ?? 'http://127.0.0.1:8080'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    chunkSizeWarningLimit: 700,
    // The test page of a website is a document of its own: the script that it loads watches all of it.
    rolldownOptions: {
      input: ['index.html', 'website-test.html'].map((file) => `${import.meta.dirname}/${file}`),
    },
  },
  server: { proxy: { '/api': { target: server, changeOrigin: false } } },
  test: { environment: 'node', include: ['**/*.test.ts', '**/*.test.tsx'], exclude: ['dist'] },
})
