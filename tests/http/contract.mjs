// contract.mjs: contract/openapi.yaml as validators. OpenAPI 3.1 schemas are JSON Schema 2020-12, which ajv checks.
import {readFileSync} from 'node:fs'
import Ajv from 'ajv/dist/2020.js'
import {parse} from 'yaml'

const escapePointer = text => text.replaceAll('~', '~0').replaceAll('/', '~1')
const isDateTime = text =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text))

export function readContract() {
  const document = parse(readFileSync(new URL('../../contract/openapi.yaml', import.meta.url), 'utf8'))
  const ajv = new Ajv({strict: false, allErrors: true, formats: {'date-time': isDateTime}})
  ajv.addSchema(document, 'contract')

  const compiled = new Map()
  const check = (pointer, value) => {
    if (!compiled.has(pointer)) compiled.set(pointer, ajv.compile({$ref: `contract#${pointer}`}))
    const validator = compiled.get(pointer)
    return validator(value) ? [] : validator.errors.map(error => `${error.instancePath || '/'} ${error.message}`)
  }

  return {
    document,
    paths: method => Object.keys(document.paths).filter(path => method in document.paths[path]),
    // What is wrong with a reply's body; [] when nothing is.
    validate(path, method, status, value) {
      const content = document.paths[path][method].responses[status].content['application/json']
      if (content.schema === undefined) return []
      return check(
        `/paths/${escapePointer(path)}/${method}/responses/${status}/content/application~1json/schema`,
        value,
      )
    },
    // Of an answer whose schema the reply's own does not name.
    validateSchema: (name, value) => check(`/components/schemas/${name}`, value),
    validateProblem: value => check('/components/schemas/Problem', value),
  }
}
