// Why did it move, over what a workspace knows of its past. Each figure is reckoned by hand beside it.
#include <cmath>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <unistd.h>

#include "decide/workspace.h"

namespace throughline::decide {
namespace {

namespace fs = std::filesystem;
using model::Answer;
using model::Estimate;
using model::Question;
using model::Row;

constexpr const char* kSource = R"(source: clicks
time: at
person: {user_id: user, anonymous_id: cookie}
events:
  - event: {column: what}
)";
constexpr const char* kPaid = "metric: paid\nkind: share\ndiscipline: CX\nbetter: higher\neach: person\nthat: pay\n";

class MovementTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / fmt::format("throughline-movement-{}", ::getpid());
    fs::remove_all(folder_);
    ASSERT_TRUE(Workspace::init(folder_.string()));
    auto opened = Workspace::open(folder_.string());
    ASSERT_TRUE(opened);
    workspace_ = *std::move(opened);
    std::ofstream(folder_ / "sources/clicks.yaml") << kSource;
    define(kPaid);
    // Four people, of whom ana pays.
    import(
        "2025-05-01 10:00,ana,,visit\n2025-05-01 10:01,ana,,pay\n2025-05-01 11:00,ben,,visit\n"
        "2025-05-01 12:00,,c1,visit\n2025-05-01 13:00,cy,,visit\n");
  }
  void TearDown() override {
    workspace_.reset();
    fs::remove_all(folder_);
  }

  void define(const std::string& yaml) {
    std::ofstream(folder_ / "metrics/paid.yaml") << yaml;
    const auto applied = workspace_->apply();
    EXPECT_TRUE(applied) << (applied ? "" : to_text(applied.error().front()));
  }
  void import(const std::string& rows) {
    const std::string file = (folder_ / fmt::format("rows-{}.csv", ++files_)).string();
    std::ofstream(file) << "at,user,cookie,what\n" << rows;
    const auto imported = workspace_->import({.source = "clicks", .file = file}, {});
    EXPECT_TRUE(imported) << (imported ? "" : to_text(imported.error()));
  }
  // c1 is ben, and was there before; cy paid the day of the visit; dia and eve come the next day.
  void import_later() {
    import(
        "2025-05-01 09:00,ben,c1,visit\n2025-05-01 12:30,cy,,pay\n2025-05-02 10:00,dia,,visit\n"
        "2025-05-02 10:00,eve,,pay\n");
  }

  Answer ask(const Question::Movement& movement) {
    Question question;
    question.ask = movement;
    auto answer = workspace_->ask(question);
    EXPECT_TRUE(answer) << (answer ? "" : to_text(answer.error()));
    return answer ? *answer : Answer{};
  }
  static Question::Movement since_first_import() {
    Question::Movement movement{.name = "paid"};
    movement.before.known = model::KnownBy{.import = 1};
    return movement;
  }

  fs::path folder_;
  std::unique_ptr<Workspace> workspace_;
  int files_ = 0;
};

// By part; what cannot be told is not in it.
std::map<std::string, double> told(const Answer& answer) {
  std::map<std::string, double> parts;
  for (const Row& row : answer.rows) {
    const auto* difference = std::get_if<Estimate>(&row.at(1).second.value);
    if (difference != nullptr) parts[std::get<std::string>(row.at(0).second.value)] = *difference->value;
  }
  return parts;
}

double number(const Answer& answer, const std::string& name) {
  for (const auto& [column, cell] : answer.more)
    if (column == name) return std::get<double>(cell.value);
  return NAN;
}

double sum(const std::map<std::string, double>& parts) {
  double total = 0;
  for (const auto& [part, difference] : parts) total += difference;
  return total;
}

using Parts = std::map<std::string, double>;

void expect_parts(const Answer& answer, const Parts& expected) {
  const Parts parts = told(answer);
  ASSERT_EQ(parts.size(), expected.size());
  for (const auto& [part, difference] : expected) EXPECT_NEAR(parts.at(part), difference, 1e-12) << part;
  EXPECT_NEAR(sum(parts), number(answer, "difference"), 1e-12);
}

TEST_F(MovementTest, TellsMergesLateEventsAndNewDataApart) {
  import_later();
  // 1 of 4; ben and c1 are one: 1 of 3; cy paid: 2 of 3; dia and eve: 3 of 5.
  expect_parts(ask(since_first_import()), {{"erasures", 0},
                                           {"merges", 1.0 / 3 - 1.0 / 4},
                                           {"late_events", 1.0 / 3},
                                           {"new_data", 3.0 / 5 - 2.0 / 3},
                                           {"definition", 0},
                                           {"mix", 0},
                                           {"real_change", 0}});
}

TEST_F(MovementTest, ReadsDataAsTheyWereKnownAtATime) {
  Question::Movement movement{.name = "paid"};
  movement.before.known = model::KnownBy{.until = std::chrono::floor<Duration>(std::chrono::system_clock::now())};
  import_later();
  const Parts parts = told(ask(movement));
  EXPECT_NEAR(parts.at("late_events"), 1.0 / 3, 1e-12);
  EXPECT_NEAR(sum(parts), 3.0 / 5 - 1.0 / 4, 1e-12);
}

TEST_F(MovementTest, NothingArrivedNothingMoved) {
  const Answer answer = ask(since_first_import());
  for (const auto& [part, difference] : told(answer)) EXPECT_EQ(difference, 0) << part;
  EXPECT_EQ(number(answer, "difference"), 0);
}

TEST_F(MovementTest, AnOlderDefinitionCanBeAsked) {
  define(std::string(kPaid) + "of: person\n");
  define("metric: paid\nkind: share\ndiscipline: CX\nbetter: higher\neach: person\nthat: visit\n");
  Question question;
  const auto value = [&](std::optional<int> version) {
    question.ask = Question::Metric{.name = "paid", .version = version};
    const auto answer = workspace_->ask(question);
    EXPECT_TRUE(answer);
    return std::pair(answer->definition.version, *std::get<Estimate>(answer->rows.at(0).at(0).second.value).value);
  };
  EXPECT_EQ(value({}), std::pair(3, 1.0));
  EXPECT_EQ(value(1), std::pair(1, 0.25));
  EXPECT_EQ(value(3), std::pair(3, 1.0));
  question.ask = Question::Metric{.name = "paid", .version = 4};
  EXPECT_EQ(workspace_->ask(question).error().code, "metric.unknown-version");

  Question::Movement movement{.name = "paid"};
  movement.before.version = 1;
  EXPECT_NEAR(told(ask(movement)).at("definition"), 0.75, 1e-12);
}

TEST_F(MovementTest, ErasuresAreToldByWhatWasNotedOnly) {
  ASSERT_TRUE(workspace_->forget("ben"));
  // Without ben it is 1 of 3, then and now: what he was is in neither.
  Answer answer = ask(since_first_import());
  EXPECT_FALSE(told(answer).contains("erasures"));
  EXPECT_EQ(number(answer, "difference"), 0);
  Question::Movement movement = since_first_import();
  movement.before.value = 0.25;
  answer = ask(movement);
  EXPECT_NEAR(told(answer).at("erasures"), 1.0 / 3 - 1.0 / 4, 1e-12);
  EXPECT_NEAR(sum(told(answer)), number(answer, "difference"), 1e-12);
}

TEST_F(MovementTest, AnImportThatWasUndoneIsAnErasure) {
  import("2025-05-01 14:00,fay,,pay\n");
  ASSERT_TRUE(workspace_->undo(2));
  Question::Movement movement{.name = "paid"};
  movement.before.known = model::KnownBy{.import = 2};
  movement.before.value = 0.4;
  EXPECT_NEAR(told(ask(movement)).at("erasures"), 0.25 - 0.4, 1e-12);
  // What came and went after the earlier reading was never in it.
  EXPECT_EQ(told(ask(since_first_import())).at("erasures"), 0);
}

TEST_F(MovementTest, AValueNotedWronglyIsNoErasure) {
  Question::Movement movement = since_first_import();
  movement.before.value = 0.3;
  const Answer answer = ask(movement);
  EXPECT_EQ(told(answer).at("erasures"), 0);
  EXPECT_NEAR(told(answer).at("noted"), -0.05, 1e-12);
}

TEST_F(MovementTest, WithoutAnEarlierReadingThereIsAReason) {
  Question::Movement movement{.name = "paid"};
  movement.before.known = model::KnownBy{.until = from_micros(0)};
  const Answer answer = ask(movement);
  EXPECT_EQ(answer.status, "no-data");
  EXPECT_TRUE(answer.rows.empty());
  movement.before.known = model::KnownBy{.import = 9};
  Question question;
  question.ask = movement;
  EXPECT_EQ(workspace_->ask(question).error().code, "import.unknown");
}

}  // namespace
}  // namespace throughline::decide
