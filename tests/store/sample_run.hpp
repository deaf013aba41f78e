#pragma once

#include "orbbench/store/stored_run.hpp"

namespace orbbench::tests {

/// Some of everything, awkward texts and numbers among it; a new id each time.
store::StoredRun make_run();

/// The same at another time, `minutes` after the first of all.
store::StoredRun make_run(int minutes);

}  // namespace orbbench::tests
