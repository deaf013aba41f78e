#include "frame/stop_signals.hpp"

#include <glib-unix.h>

#include <csignal>
#include <utility>

namespace orbbench::console {
namespace {

gboolean tell(gpointer stop) {
  (*static_cast<std::function<void()>*>(stop))();
  return G_SOURCE_CONTINUE;
}

}  // namespace

StopSignals::StopSignals(std::function<void()> stop) : stop_(std::move(stop)) {
  constexpr std::array kSignals{SIGINT, SIGTERM, SIGHUP};
  for (std::size_t index = 0; index < kSignals.size(); ++index) {
    sources_[index] = g_unix_signal_add(kSignals[index], tell, &stop_);
  }
}

StopSignals::~StopSignals() {
  for (const unsigned source : sources_) {
    g_source_remove(source);
  }
}

}  // namespace orbbench::console
