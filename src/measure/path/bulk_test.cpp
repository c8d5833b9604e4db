// Paths counted in bulk are the paths counted passage by passage, also where a cell of the table is full.
#include "measure/path/bulk.h"

#include <gtest/gtest.h>

#include "sequence/random_accounts.h"

namespace throughline::measure {
namespace {

using model::Question;

struct Given {
  std::size_t accounts, names;
  model::NodeOf node;
  bool has_gap, is_collapsed;
  int steps;
  bool is_around;
};

class PathBulkTest : public testing::TestWithParam<Given> {
 protected:
  Question::Paths asked() const {
    const Given given = GetParam();
    Question::Paths asked{.steps = given.steps, .collapse = given.is_collapsed, .naming = {.node = given.node}};
    if (!given.has_gap) asked.gap.kind = model::Gap::Kind::None;
    if (given.is_around) asked.around = {{.event = "name 0"}};
    return asked;
  }
};

template <class Kernel>
std::string one_by_one(const sequence::Frame& frame, const Kernel& kernel) {
  typename Kernel::State state = kernel.empty();
  for (std::size_t subject = 0; subject < frame.columns().subjects(); ++subject) {
    const sequence::Timeline timeline(frame.columns(), subject);
    kernel.units(timeline, [&](const Trail& trail) { state.add(timeline, trail); });
  }
  return state.save();
}

TEST_P(PathBulkTest, IsThePathsOfItsPassages) {
  const auto snapshot = sequence::random_accounts(GetParam().accounts, GetParam().names, false);
  Question question;
  question.ask = asked();
  question.counting.kind = model::SubjectKind::Account;
  const sequence::Frame frame = *sequence::Frame::make(question, {}, *snapshot);
  const PathKernel kernel = *PathKernel::compile(asked(), question.counting, *snapshot, frame);
  ASSERT_TRUE(kernel.takes_bulk(frame));
  PathLinks links{.first = kernel.first(), .at = {}, .before = {}};
  for (int position = kernel.first(); position < kernel.last(); ++position) {
    links.before.push_back(static_cast<std::uint32_t>(links.size()));
    links.at.emplace_back(kernel.nodes().size(),
                          std::vector<std::pair<sequence::Node, sequence::Node>>{{0, 1}, {1, 0}, {1, 2}, {2, 2}});
  }
  const PathTimesKernel times(kernel, links);
  for (const unsigned threads : {1U, 3U}) {
    EXPECT_EQ(sequence::fold(frame, kernel, threads).at(0).save(), one_by_one(frame, kernel)) << threads;
    EXPECT_EQ(sequence::fold(frame, times, threads).at(0).save(), one_by_one(frame, times)) << threads;
  }
}

INSTANTIATE_TEST_SUITE_P(All, PathBulkTest,
                         testing::Values(Given{70'000, 5, model::NodeOf::Event, true, true, 3,
                                               false},  // more subjects than a cell counts
                                         Given{3000, 60, model::NodeOf::Event, false, false, 5, false},
                                         Given{3000, 4, model::NodeOf::Event, true, false, 2, false},
                                         Given{3000, 4, model::NodeOf::Touchpoint, true, true, 4, false},
                                         Given{3000, 4, model::NodeOf::Event, true, true, 3, true},
                                         Given{3000, 4, model::NodeOf::Touchpoint, true, true, 3, true},
                                         Given{3000, 4, model::NodeOf::Touchpoint, false, false, 2, true}));

}  // namespace
}  // namespace throughline::measure
