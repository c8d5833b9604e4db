// from_store.h: a reading over the event store. People come from the directory that was resolved when it was made.
#pragma once

#include <memory>

#include "sequence/reading.h"
#include "store/store.h"

namespace throughline::sequence {

// The store must outlive the reading.
std::shared_ptr<Reading> from_store(const store::Store& store, std::shared_ptr<const store::Directory> directory);

}  // namespace throughline::sequence
