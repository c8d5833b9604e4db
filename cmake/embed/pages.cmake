# Run by throughline_build_pages: npm run build in WEB, the result copied to OUT. The lock keeps builds in several
# folders from writing web/dist at the same time.
file(LOCK ${WEB}/node_modules/.throughline-build GUARD PROCESS TIMEOUT 600)
file(REMOVE_RECURSE ${WEB}/dist)
execute_process(COMMAND ${NPM} run --silent build WORKING_DIRECTORY ${WEB} RESULT_VARIABLE result
                OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(NOT result EQUAL 0 OR NOT EXISTS ${WEB}/dist/index.html)
  message(FATAL_ERROR "npm run build failed in web:\n${output}")
endif()
file(REMOVE_RECURSE ${OUT})
file(COPY ${WEB}/dist/ DESTINATION ${OUT})
