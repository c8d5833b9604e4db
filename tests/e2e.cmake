# Tests of the whole program, from the outside: node's own test runner drives the binary.
file(GLOB misuse_tests CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/misuse/*.test.mjs)
# One file after the other: some of them measure memory, fill a disk or kill what is running.
add_test(NAME misuse COMMAND node --test --test-concurrency=1 ${misuse_tests})
set_tests_properties(misuse PROPERTIES ENVIRONMENT "THROUGHLINE=$<TARGET_FILE:throughline>" TIMEOUT 900)

file(GLOB real_data_tests CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/examples/*real_data.test.mjs)
add_test(NAME examples_real_data COMMAND node --test ${real_data_tests})
set_tests_properties(examples_real_data PROPERTIES
  ENVIRONMENT "THROUGHLINE=$<TARGET_FILE:throughline>;SIMULATE=$<TARGET_FILE:simulate_insurer>" TIMEOUT 600)
