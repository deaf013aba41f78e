#include "console/connection.hpp"

#include <stdexcept>
#include <utility>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::console {
namespace {

// Empty when the core answers, else why not.
std::string ping(CoreSession& session) {
  static const orb_client::OperationPolicy kPing{
      .name = "ping", .repeatability = orb_client::Repeatability::Repeatable};
  try {
    session.client().call(
        kPing, CoreSession::deadline(),
        [](orb_client::CoreLane& lane, orb_client::Deadline limit) { lane.ping(limit); });
    return {};
  } catch (const std::exception& error) {
    return error.what();
  }
}

}  // namespace

std::string_view name_of(ConnectionState state) {
  switch (state) {
    case ConnectionState::Disconnected:
      return "disconnected";
    case ConnectionState::Connecting:
      return "connecting";
    case ConnectionState::Connected:
      return "connected";
    case ConnectionState::Lost:
      break;
  }
  return "lost";
}

Connection::Connection(orb_client::OrbRuntime& runtime, widget_bridge::Worker& worker, LogBook& log,
                       orb_client::CallObserver* calls)
    : runtime_(runtime), worker_(worker), log_(log), calls_(calls) {}

void Connection::connect(CoreAddress address) {
  session_.reset();
  wanted_.reset();
  try {
    wanted_ = std::make_shared<CoreSession>(runtime_, std::move(address), calls_);
  } catch (const std::exception& error) {
    become(ConnectionState::Disconnected, error.what());
    return;
  }
  become(ConnectionState::Connecting, "");
  worker_.submit([this, session = wanted_]() -> widget_bridge::Worker::Apply {
    std::string trouble = ping(*session);
    return [this, session, trouble = std::move(trouble)] {
      if (session != wanted_) {
        return;  // another one was asked for meanwhile
      }
      wanted_.reset();
      if (!trouble.empty()) {
        become(ConnectionState::Disconnected, trouble);
        return;
      }
      session_ = session;
      become(ConnectionState::Connected, "");
    };
  });
}

void Connection::disconnect() {
  session_.reset();
  wanted_.reset();
  become(ConnectionState::Disconnected, "");
}

void Connection::probe() {
  if (!session_ || probing_) {
    return;
  }
  probing_ = true;
  worker_.submit([this, session = session_]() -> widget_bridge::Worker::Apply {
    std::string trouble = ping(*session);
    return [this, session, trouble = std::move(trouble)] {
      probing_ = false;
      if (session == session_) {
        become(trouble.empty() ? ConnectionState::Connected : ConnectionState::Lost, trouble);
      }
    };
  });
}

void Connection::observe(Observer observer) {
  observers_.push_back(std::move(observer));
}

void Connection::become(ConnectionState state, std::string trouble) {
  if (state == state_ && trouble == trouble_) {
    return;
  }
  state_ = state;
  trouble_ = std::move(trouble);
  log_.write(trouble_.empty() ? LogLevel::Info : LogLevel::Error, "connection",
             std::string(name_of(state_)) + (trouble_.empty() ? "" : ": " + trouble_));
  for (const Observer& observer : observers_) {
    observer();
  }
}

}  // namespace orbbench::console
