// ways.h: the ways in which every case is run. All must agree.
//
//     one batch        the events imported as one batch, asked in this process
//     row by row       imported in batches of one row
//     shuffled         imported in another order, folded by eight threads
//     over HTTP        asked of a server, as the pages do
//     reference        the slow, obvious version in tests/reference, where it knows the question
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "case_file.h"
#include "model/answer.h"

namespace throughline::cases {

// What one way said to one question: an answer, as the API writes it, or an error.
struct Reply {
  std::string json = {};                     // of an answer
  std::optional<model::Answer> answer = {};  // where the way has it as such
  bool is_partial = false;                   // the answer lacks cells (intervals), and its groups stand in any order
  std::string error_code = {}, error_message = {};
};

class Way {
 public:
  virtual ~Way() = default;
  virtual std::string name() const = 0;
  // Nothing: this way does not know the question.
  virtual std::optional<Reply> ask(const std::string& question) = 0;
};

// Makes the workspaces, imports the events, starts the server. Errors: what went wrong with the case's data.
Result<std::vector<std::unique_ptr<Way>>> all_ways(const CaseFile& file);

}  // namespace throughline::cases
