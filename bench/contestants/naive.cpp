#include <chrono>

#include "../contestant.h"

namespace throughline::bench {
namespace {

class NaiveContestant final : public Contestant {
 public:
  explicit NaiveContestant(unsigned threads) : threads_(threads) {}
  std::string_view no_files() const override { return "lives in memory only"; }

  Result<Built> build(const World& world, const std::filesystem::path&) override {
    columns_ = NaiveColumns::of(world);
    return Built{.seconds = 0, .bytes = 0, .core_bytes = {}};
  }
  Status open(const World&, const std::filesystem::path&) override {
    return fail("bench.not-on-disk", "there are no files");
  }
  std::optional<std::string> absent(const Question&, Phase) const override { return std::nullopt; }
  Result<std::string> ask(const Question& question) override { return question.naive(columns_, threads_); }

 private:
  unsigned threads_;
  NaiveColumns columns_;
};

}  // namespace

std::unique_ptr<Contestant> naive_contestant(unsigned threads) {
  return std::make_unique<NaiveContestant>(threads);
}

}  // namespace throughline::bench
