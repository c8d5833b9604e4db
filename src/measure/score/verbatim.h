// verbatim.h: the latest texts that people wrote with their answers.
//
//     ana, 3 May, score 2, "Asked three times for the same photo"     1  listed
//     bo,  2 May, score 9, no text                                    2  no verbatim
//     cy,  1 May, no score, "Could not find it"                       3  listed, without a score
//
// Newest first; of one instant by subject, and what stands later in the timeline first, so that the order of arrival
// never matters. Every answer of a person may stand there.
// Cost: one pass; a state keeps at most `most` texts, as codes of the snapshot's property.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "measure/score/response.h"
#include "sequence/fold.h"

namespace throughline::measure {

struct Verbatim {
  std::int64_t time = 0;
  std::uint64_t event = 0;
  std::size_t subject = 0, position = 0;  // in the subject's timeline
  sequence::Code text = 0, channel = 0;
  std::optional<std::int64_t> score;  // thousandths
  bool operator==(const Verbatim&) const = default;
};

class LatestVerbatims {
 public:
  explicit LatestVerbatims(const sequence::PropertyColumn* texts = nullptr, std::size_t most = 3)
      : texts_(texts), most_(most) {}
  void add(const sequence::Timeline& timeline, const Response& response);
  void merge(const LatestVerbatims& other);
  // Errors: state.broken.
  std::string save() const;
  static Result<LatestVerbatims> load(std::string_view bytes);

  const std::vector<Verbatim>& newest_first() const { return kept_; }

 private:
  void keep(const Verbatim& verbatim);
  const sequence::PropertyColumn* texts_;
  std::size_t most_;
  std::vector<Verbatim> kept_;
};

class VerbatimKernel {
 public:
  using Unit = Response;
  using State = LatestVerbatims;

  VerbatimKernel(ResponseReader reader, const sequence::PropertyColumn& texts, std::size_t most)
      : reader_(std::move(reader)), texts_(&texts), most_(most) {}
  State empty() const { return LatestVerbatims(texts_, most_); }
  template <class Emit>
  void units(const sequence::Timeline& timeline, const Emit& emit) const {
    reader_.each(timeline, [&](const Response& response) {
      const bool is_told = texts_->codes[timeline.row(response.anchor)] != 0;
      if (is_told && response.verdict != Verdict::Excluded) emit(response);
    });
  }

 private:
  ResponseReader reader_;
  const sequence::PropertyColumn* texts_;
  std::size_t most_;
};

}  // namespace throughline::measure
