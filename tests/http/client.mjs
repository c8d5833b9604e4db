// client.mjs: requests to the server at BASE_URL, with any Host and Origin (fetch would not let us set them).
import http from 'node:http'

const base = process.env.BASE_URL
if (!base)
  throw new Error('BASE_URL is not set: start `throughline serve`, then run BASE_URL=http://127.0.0.1:8080 npm test')

export function fetchReply(method, target, headers = {}, body = undefined) {
  const url = new URL(`/api/v1${target}`, base)
  return new Promise((resolve, reject) => {
    const request = http.request(url, {method, headers, agent: false}, response => {
      const chunks = []
      response.on('data', chunk => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        const isJson = /json/.test(response.headers['content-type'] ?? '') && text !== ''
        resolve({
          url: `${method} ${url}`,
          status: response.statusCode,
          headers: response.headers,
          text,
          json: isJson ? JSON.parse(text) : undefined,
        })
      })
    })
    request.on('error', reject)
    request.end(body)
  })
}

export const get = target => fetchReply('GET', target)

export function post(target, question) {
  const body = typeof question === 'string' ? question : JSON.stringify(question)
  return fetchReply(
    'POST',
    target,
    {'content-type': 'application/json', 'content-length': Buffer.byteLength(body)},
    body,
  )
}
