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
  leave();
  try {
    wanted_ = std::make_shared<CoreSession>(runtime_, std::move(address), calls_);
    become(ConnectionState::Connecting, "");
    ask(wanted_, &Connection::connected);
  } catch (const std::exception& error) {
    wanted_.reset();
    become(ConnectionState::Disconnected, error.what());
  }
}

void Connection::connected(const std::shared_ptr<CoreSession>& session,
                           const std::string& trouble) {
  if (session != wanted_) {
    return;  // another one was asked for meanwhile
  }
  wanted_.reset();
  if (trouble.empty()) {
    session_ = session;
  }
  become(trouble.empty() ? ConnectionState::Connected : ConnectionState::Disconnected, trouble);
}

void Connection::disconnect() {
  leave();
  become(ConnectionState::Disconnected, "");
}

void Connection::probe() {
  if (session_ && !probing_ && !session_->rests()) {
    probing_ = true;
    ask(session_, &Connection::probed);
  }
}

void Connection::probed(const std::shared_ptr<CoreSession>& session, const std::string& trouble) {
  probing_ = false;
  if (session == session_) {
    become(trouble.empty() ? ConnectionState::Connected : ConnectionState::Lost, trouble);
  }
}

// The job has no share in the session: one that nobody wants any more is not waited for.
void Connection::ask(const std::shared_ptr<CoreSession>& session, Answered answered) {
  worker_.submit(
      [this, asked = std::weak_ptr(session), answered]() -> widget_bridge::Worker::Apply {
        const std::shared_ptr<CoreSession> there = asked.lock();
        if (!there) {
          return {};
        }
        std::string trouble = ping(*there);
        return [this, there, answered, trouble = std::move(trouble)] {
          (this->*answered)(there, trouble);
        };
      });
}

// Its lanes are closed by the worker, which may take longer than the UI thread has.
void Connection::leave() {
  probing_ = false;
  wanted_.reset();
  if (!session_) {
    return;
  }
  try {
    worker_.submit(
        [left = std::exchange(session_, nullptr)] { return widget_bridge::Worker::Apply(); });
  } catch (const widget_bridge::WorkerBusy& busy) {
    log_.write(LogLevel::Warning, "connection", busy.what());
  }
}

void Connection::observe(Observer observer) {
  observers_.push_back(std::move(observer));
}

void Connection::become(ConnectionState state, std::string trouble) {
  if (state == state_ && trouble == trouble_) {
    return;
  }
  const bool other_state = std::exchange(state_, state) != state;
  trouble_ = std::move(trouble);
  if (other_state || state == ConnectionState::Disconnected) {
    log_.write(trouble_.empty() ? LogLevel::Info : LogLevel::Error, "connection",
               std::string(name_of(state_)) + (trouble_.empty() ? "" : ": " + trouble_));
  }
  for (const Observer& observer : observers_) {
    observer();
  }
}

}  // namespace orbbench::console
