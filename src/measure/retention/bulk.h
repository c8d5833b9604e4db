// bulk.h: everybody's plain cohorts at once (cohorts.h): of each start and return the interval is looked up, of many in
// a few instructions; a subject's brackets are the bits of a word, and words are counted many at a time.
#pragma once

#include <cstdint>
#include <vector>

#include "measure/retention/cohorts.h"
#include "sequence/marked_rows.h"

namespace throughline::measure {

class RetentionBulk {
 public:
  // Both outlive it; kernel.takes_bulk(frame).
  RetentionBulk(const RetentionKernel& kernel, const sequence::Frame& frame);

  void add(const sequence::Stretch& stretch);
  sequence::States<RetentionKernel> finish();

 private:
  static constexpr std::size_t kMostWords = 4096;
  // The marked row of the first start of those from `begin` up to, not including, `end`; `end` if there is none.
  std::size_t first_start(std::size_t begin, std::size_t end) const;
  // Of a start, bit k: there is a return in period k of it. The last bit: in a later one.
  std::uint64_t periods_behind(std::size_t start, std::size_t end) const;
  void flush();

  const RetentionKernel* kernel_;
  const sequence::Frame* frame_;
  sequence::MarkedRows marked_;
  std::vector<std::uint32_t> intervals_;           // by marked row
  std::vector<std::vector<std::uint64_t>> words_;  // by cohort: the brackets of each member
  std::size_t kept_ = 0;                           // words
  CohortCounts counts_;
};

}  // namespace throughline::measure
