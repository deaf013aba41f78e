#include "store_connection.hpp"

#include <chrono>
#include <random>
#include <thread>

#include "orbbench/store/store_error.hpp"
#include "overrun_watch.hpp"

namespace orbbench::store {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kFirstPause{10};
constexpr milliseconds kLongestPause{400};
constexpr milliseconds kPatience{3000};

std::string first_line(const std::string& text) {
  const std::string line = text.substr(0, text.find('\n'));
  return line.empty() ? "the connection was lost" : line;
}

bool is_of_class(const pqxx::sql_error& error, const char* prefix) {
  return error.sqlstate().starts_with(prefix);
}

/// Of those that met, each waits for another time.
void pause_for(milliseconds longest) {
  thread_local std::minstd_rand random{std::random_device{}()};
  std::uniform_int_distribution<milliseconds::rep> choose(longest.count() / 2, longest.count());
  std::this_thread::sleep_for(milliseconds(choose(random)));
}

template <class Kind>
void run_in(pqxx::connection& connection, const std::function<void(Transaction&)>& body) {
  Kind work(connection);
  body(work);
  work.commit();
}

}  // namespace

pqxx::connection& StoreConnection::connected() {
  if (connection_ && !connection_->is_open()) {
    connection_.reset();
  }
  if (!connection_) {
    connection_.emplace(target_);
    const OverrunWatch watch(connection_->sock(), limit_);
    // The server's own limits, so that it does not go on for nobody. What shared work does takes
    // milliseconds; a client that is gone in the middle of it holds an item that others wait for.
    const char* idle = isolation_ == Isolation::ReadCommitted ? "5s" : "60s";
    pqxx::nontransaction(*connection_)
        .exec(std::string("SET statement_timeout = '30s'; SET lock_timeout = '15s'; "
                          "SET idle_in_transaction_session_timeout = '") +
              idle + "'");
  }
  return *connection_;
}

// PostgreSQL's manual, appendix A. Without a state the connection was lost.
StoreConnection::Outcome StoreConnection::judge(const pqxx::sql_error& error) {
  problem_ = first_line(error.what());
  const std::string& state = error.sqlstate();
  if (state.empty() || is_of_class(error, "08") || is_of_class(error, "53") ||
      is_of_class(error, "57") || is_of_class(error, "40") || state == "55P03" ||
      state == "25P03") {  // lock not available; idle in a transaction for too long
    return Outcome::MayBeTriedAgain;
  }
  if (is_of_class(error, "22") || is_of_class(error, "23") || is_of_class(error, "54")) {
    throw StoreRefused(problem_);
  }
  throw StoreUnavailable(problem_);  // no such table, no right to it, read-only
}

StoreConnection::Outcome StoreConnection::attempt(
    const std::function<void(Transaction&)>& body) try {
  pqxx::connection& connection = connected();
  const OverrunWatch watch(connection.sock(), limit_);
  if (isolation_ == Isolation::ReadCommitted) {
    run_in<pqxx::transaction<pqxx::read_committed>>(connection, body);
  } else {
    run_in<pqxx::transaction<pqxx::repeatable_read>>(connection, body);
  }
  return Outcome::Done;
} catch (const pqxx::transaction_rollback& error) {
  problem_ = first_line(error.what());
  return Outcome::MayBeTriedAgain;
} catch (const pqxx::sql_error& error) {
  return judge(error);
} catch (const pqxx::failure& error) {
  // Also where nobody knows whether it was committed: all that is done here may be done twice.
  problem_ = first_line(error.what());
  connection_.reset();
  return Outcome::MayBeTriedAgain;
}

void StoreConnection::transact(const std::function<void(Transaction&)>& body) {
  const auto limit = steady_clock::now() + kPatience;
  milliseconds pause = kFirstPause;
  while (attempt(body) != Outcome::Done) {
    if (steady_clock::now() + pause > limit) {
      throw StoreUnavailable(problem_);
    }
    pause_for(pause);
    pause = std::min(2 * pause, kLongestPause);
  }
}

}  // namespace orbbench::store
