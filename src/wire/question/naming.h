// naming.h: readers of what questions about passages share: "node", "group", "gap", "collapse".
#pragma once

#include "model/naming.h"
#include "wire/json_reader.h"

namespace throughline::wire::question {

// Each reads the member of `item` that it is called after, and leaves what is given where there is none.
Status read_node_and_group(const JsonItem& item, model::Naming& naming);
Status read_gap(const JsonItem& item, model::Gap& gap);  // a duration, or "none"
Status read_collapse(const JsonItem& item, bool& collapse);

Result<bool> read_truth(const JsonItem& item);

}  // namespace throughline::wire::question
