# throughline_embed(TARGET NAME FOLDER dir [DEPENDS files…])
#
# Puts every file below FOLDER into TARGET, packed with brotli, as
#   namespace throughline::embedded { std::span<const Embedded> NAME(); }      (serve/embedded.h)
# What the folder holds is looked up when building: DEPENDS says when to look again.
#
# throughline_build_pages(OUT_FOLDER OUT_STAMP)
#
# Builds web/ with npm when its sources change, into a folder below the build folder. OUT_FOLDER is empty when there is
# nothing to build.
find_program(BROTLI brotli)
if(NOT BROTLI)
  message(FATAL_ERROR "The program brotli is not installed: run scripts/install first")
endif()
set(THROUGHLINE_EMBED_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/embed)

function(throughline_embed target name)
  cmake_parse_arguments(EMBED "" "FOLDER" "DEPENDS" ${ARGN})
  set(out ${CMAKE_CURRENT_BINARY_DIR}/embedded/${name})
  set(script ${THROUGHLINE_EMBED_SCRIPTS}/pack.cmake)
  add_custom_command(
    OUTPUT ${out}.S ${out}.cpp
    COMMAND ${CMAKE_COMMAND} -DNAME=${name} -DFOLDER=${EMBED_FOLDER} -DOUT=${out} -DBROTLI=${BROTLI} -P ${script}
    DEPENDS ${EMBED_DEPENDS} ${script}
    COMMENT "Packing ${name}"
    VERBATIM)
  # The .S names the fingerprint of every file, so it changes when one does, and is assembled anew.
  target_sources(${target} PRIVATE ${out}.S ${out}.cpp)
endfunction()

function(throughline_build_pages out_folder out_stamp)
  set(web ${PROJECT_SOURCE_DIR}/web)
  set(${out_folder} "" PARENT_SCOPE)
  set(${out_stamp} "" PARENT_SCOPE)
  if(NOT THROUGHLINE_WEB OR NOT EXISTS ${web}/package.json)
    return()
  endif()
  if(NOT EXISTS ${web}/node_modules)
    message(WARNING "The pages are left out: web/node_modules is missing. Run scripts/install, then configure again.")
    return()
  endif()
  find_program(NPM npm REQUIRED)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${web}/src/* ${web}/public/*)
  file(GLOB settings CONFIGURE_DEPENDS ${web}/*.json ${web}/*.html ${web}/*.ts ${web}/*.js ${web}/*.mjs)
  set(pages ${PROJECT_BINARY_DIR}/pages)
  add_custom_command(
    OUTPUT ${pages}.stamp
    COMMAND ${CMAKE_COMMAND} -DWEB=${web} -DOUT=${pages} -DNPM=${NPM} -P ${THROUGHLINE_EMBED_SCRIPTS}/pages.cmake
    COMMAND ${CMAKE_COMMAND} -E touch ${pages}.stamp
    DEPENDS ${sources} ${settings} ${THROUGHLINE_EMBED_SCRIPTS}/pages.cmake
    COMMENT "Building the pages"
    VERBATIM)
  set(${out_folder} ${pages} PARENT_SCOPE)
  set(${out_stamp} ${pages}.stamp PARENT_SCOPE)
endfunction()
