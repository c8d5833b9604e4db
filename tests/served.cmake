# The API against its contract, and the pages in Chromium, over a workspace that is really served.
if(THROUGHLINE_WEB)
  set(pages pages)
else()
  set(pages no-pages)
endif()
add_test(NAME served COMMAND
  ${CMAKE_CURRENT_SOURCE_DIR}/served.sh $<TARGET_FILE:throughline> $<TARGET_FILE:simulate_insurer> ${pages})
set_tests_properties(served PROPERTIES TIMEOUT 2400)
