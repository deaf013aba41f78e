#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "console/core_session.hpp"
#include "console/log_book.hpp"
#include "orbbench/widget_bridge/worker.hpp"

namespace orbbench::console {

/// Lost: it was there, and its last probe failed. It is looked for again until disconnect().
enum class ConnectionState : std::uint8_t { Disconnected, Connecting, Connected, Lost };

/// Lower case: "connecting".
std::string_view name_of(ConnectionState state);

/// Which core the console is at, and whether it is there. On the UI thread only; its calls are made
/// by the worker.
class Connection {
 public:
  using Observer = std::function<void()>;

  /// All must outlive it.
  Connection(orb_client::OrbRuntime& runtime, widget_bridge::Worker& worker, LogBook& log,
             orb_client::CallObserver* calls = nullptr);

  /// Leaves the core it is at and goes to that one. Returns at once; observers hear of the rest. An
  /// address that cannot be leads to Disconnected with a trouble().
  void connect(CoreAddress address);
  void disconnect();
  /// Asks the core for a ping, unless one is under way or the session rests: to be called now and
  /// then.
  void probe();

  ConnectionState state() const { return state_; }
  /// Why it is not Connected: one line, for the eyes of the user; empty otherwise.
  const std::string& trouble() const { return trouble_; }
  /// That of the core last connected to, from Connected until disconnect() or connect() (Lost
  /// included), else null. Jobs keep their own copy.
  const std::shared_ptr<CoreSession>& session() const { return session_; }

  /// Told after each change of state, session or trouble, as long as the Connection lives.
  void observe(Observer observer);

 private:
  using Answered = void (Connection::*)(const std::shared_ptr<CoreSession>& session,
                                        const std::string& trouble);

  void ask(const std::shared_ptr<CoreSession>& session, Answered answered);
  void connected(const std::shared_ptr<CoreSession>& session, const std::string& trouble);
  void probed(const std::shared_ptr<CoreSession>& session, const std::string& trouble);
  void leave();
  void become(ConnectionState state, std::string trouble);

  orb_client::OrbRuntime& runtime_;
  widget_bridge::Worker& worker_;
  LogBook& log_;
  orb_client::CallObserver* calls_;
  std::vector<Observer> observers_;
  ConnectionState state_ = ConnectionState::Disconnected;
  std::string trouble_;
  std::shared_ptr<CoreSession> session_;
  std::shared_ptr<CoreSession> wanted_;  ///< the one that is being connected to
  bool probing_ = false;
};

}  // namespace orbbench::console
