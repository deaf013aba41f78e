#pragma once

#include "work/parts.hpp"

namespace orbbench::widget_core {

/// Destroys the core's objects that have neither row nor intent, and gives rows without an object
/// one anew. Only objects whose number this database has given out are its own to destroy: others
/// share the core. Throws CallError, DatabaseUnavailable.
void reconcile(Parts& parts);

}  // namespace orbbench::widget_core
