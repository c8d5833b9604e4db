// The laws, each on a thousand random worlds. A failure prints its seed: RC_PARAMS="seed=…" repeats it.
#include <cstdlib>
#include <gtest/gtest.h>
#include <string>

int main(int argc, char** argv) {
  const char* given = std::getenv("RC_PARAMS");
  std::string parameters = given == nullptr ? "" : given;
  if (parameters.find("max_success") == std::string::npos) parameters += " max_success=1000";
  setenv("RC_PARAMS", parameters.c_str(), 1);
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
