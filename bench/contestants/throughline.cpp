#include "../contestant.h"
#include "../throughline_engine.h"

namespace throughline::bench {
namespace {

class ThroughlineContestant final : public Contestant {
 public:
  explicit ThroughlineContestant(unsigned threads) : threads_(threads) {}
  std::string_view no_files() const override { return {}; }

  Result<Built> build(const World& world, const std::filesystem::path& folder) override {
    TRY(built, ThroughlineEngine::build(world, folder));
    return Built{.seconds = built.seconds, .bytes = built.bytes, .core_bytes = built.core_bytes};
  }
  Status open(const World& world, const std::filesystem::path& folder) override {
    TRY(engine, ThroughlineEngine::open(world, folder));
    engine_ = std::move(engine);
    return {};
  }

  std::optional<std::string> absent(const Question& question, Phase phase) const override {
    if (!question.throughline) return question.throughline_absent;
    if (phase == Phase::Cold && question.needs_more_than_segments)
      return std::string(ThroughlineEngine::kNotInSegments);
    return std::nullopt;
  }
  Result<std::string> ask(const Question& question) override { return question.throughline(engine_); }

 private:
  ThreadsOverride threads_;
  ThroughlineEngine engine_;
};

}  // namespace

std::unique_ptr<Contestant> throughline_contestant(unsigned threads) {
  return std::make_unique<ThroughlineContestant>(threads);
}

}  // namespace throughline::bench
