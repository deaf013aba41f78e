#include "orbbench/service/database_pool.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

#include "database_connection.hpp"
#include "overrun_watch.hpp"

namespace orbbench::service {
namespace {

using orb_client::Deadline;
using std::chrono::milliseconds;

constexpr int kMaxRuns = 3;
// The server ends a statement itself at the deadline; only one that does not is cut off.
constexpr milliseconds kGrace{250};
constexpr std::chrono::seconds kIdleInTransaction{60};

enum class Outcome { Committed, Victim, StaleConnection };

std::string with_limits(const std::string& connection_string, const DatabaseLimits& limits) {
  const auto option = [](const char* name, milliseconds value) {
    return std::string(" -c ") + name + "=" + std::to_string(value.count());
  };
  return connection_string + " tcp_user_timeout=5000 keepalives_idle=10 keepalives_interval=5" +
         " gssencmode=disable options='" + option("statement_timeout", limits.statement_timeout) +
         option("lock_timeout", limits.statement_timeout) +
         option("idle_in_transaction_session_timeout", kIdleInTransaction) + "'";
}

/// Whether the server could not do it now, as against: the statement is wrong. PostgreSQL's manual,
/// appendix A.
bool is_unavailable(const pqxx::sql_error& error) {
  const std::string& state = error.sqlstate();
  const auto is_of_class = [&](std::string_view prefix) { return state.starts_with(prefix); };
  return state.empty() || is_of_class("08") || is_of_class("53") || is_of_class("57") ||
         state == "55P03";
}

void limit_statements(pqxx::work& work, Deadline deadline, milliseconds usual) {
  const auto left = std::chrono::ceil<milliseconds>(deadline.remaining());
  if (left < usual) {
    work.exec("SET LOCAL statement_timeout = " +
              std::to_string(std::max<milliseconds::rep>(left.count(), 1)));
  }
}

}  // namespace

struct DatabasePool::Implementation {
  using Owned = std::unique_ptr<DatabaseConnection>;

  Implementation(const std::string& connection_string, DatabaseLimits chosen)
      : target(with_limits(connection_string, chosen)), limits(chosen) {}

  /// A connection's place in the pool, free again at its end unless it is released: to the
  /// connection.
  struct FreePlace {
    void operator()(Implementation* pool) const { pool->give_back(nullptr); }
  };
  using Place = std::unique_ptr<Implementation, FreePlace>;

  /// A connection out of the pool, for as long as it lives.
  class Lease {
   public:
    Lease(Implementation& pool, Deadline deadline) : pool_(pool), owned_(pool.take(deadline)) {}
    ~Lease() { pool_.give_back(std::move(owned_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    DatabaseConnection& operator*() const { return *owned_; }
    DatabaseConnection* operator->() const { return owned_.get(); }

   private:
    Implementation& pool_;
    Owned owned_;
  };

  Owned take(Deadline deadline) {
    std::unique_lock lock(mutex);
    if (idle.empty() && leased >= limits.connections) {
      wait_for_one(lock, deadline);
    }
    ++leased;
    if (!idle.empty()) {
      Owned connection = std::move(idle.back());
      idle.pop_back();
      return connection;
    }
    lock.unlock();
    Place place(this);
    auto connection =
        std::make_unique<DatabaseConnection>(target, deadline.capped(limits.connect_timeout));
    place.release();
    return connection;
  }

  void wait_for_one(std::unique_lock<std::mutex>& lock, Deadline deadline) {
    if (waiting >= limits.waiters) {
      throw DatabaseUnavailable("all connections are in use, and the queue for them is full");
    }
    ++waiting;
    const bool free = returned.wait_until(
        lock, deadline.instant(), [this] { return !idle.empty() || leased < limits.connections; });
    --waiting;
    if (!free) {
      throw DatabaseUnavailable("no connection became free in time");
    }
  }

  void give_back(Owned connection) {
    if (connection && !connection->is_open()) {
      connection.reset();  // closed without the lock
    }
    {
      const std::lock_guard lock(mutex);
      --leased;
      if (connection) {
        connection->fresh = false;
        idle.push_back(std::move(connection));
      }
    }
    returned.notify_one();
  }

  // When one idle connection is dead, the server has been away: so are the others.
  void drop_idle() {
    std::vector<Owned> dropped;
    const std::lock_guard lock(mutex);
    dropped.swap(idle);
  }

  Outcome run(Deadline deadline, const std::function<void(pqxx::work&)>& body) {
    const Lease lease(*this, deadline);
    const OverrunWatch::Guard guard(watch, lease->socket(),
                                    Deadline::at(deadline.instant() + kGrace));
    bool begun = false;
    try {
      pqxx::work work(lease->get());
      begun = true;
      limit_statements(work, deadline, limits.statement_timeout);
      body(work);
      work.commit();
      return Outcome::Committed;
    } catch (const pqxx::in_doubt_error& error) {
      throw CommitUnknown(error.what());
    } catch (const pqxx::serialization_failure&) {
      return Outcome::Victim;
    } catch (const pqxx::deadlock_detected&) {
      return Outcome::Victim;
    } catch (const pqxx::failure& error) {
      return translate(error, *lease, begun);
    }
  }

  static Outcome translate(const pqxx::failure& error, const DatabaseConnection& connection,
                           bool begun) {
    if (!connection.is_open() && !begun && !connection.fresh) {
      return Outcome::StaleConnection;
    }
    const auto* sql = dynamic_cast<const pqxx::sql_error*>(&error);
    if (!connection.is_open() || dynamic_cast<const pqxx::broken_connection*>(&error) != nullptr ||
        (sql != nullptr && is_unavailable(*sql))) {
      throw DatabaseUnavailable(error.what());
    }
    throw;  // the failure under translation, as it is
  }

  const std::string target;
  const DatabaseLimits limits;
  OverrunWatch watch;

  mutable std::mutex mutex;
  std::condition_variable returned;
  std::vector<Owned> idle;
  std::size_t leased = 0;
  std::size_t waiting = 0;
};

DatabasePool::DatabasePool(std::string connection_string, DatabaseLimits limits)
    : implementation_(std::make_unique<Implementation>(connection_string, limits)) {}

DatabasePool::~DatabasePool() = default;

void DatabasePool::transact(Deadline deadline, const std::function<void(pqxx::work&)>& body) {
  for (int i = 0; i < kMaxRuns; ++i) {
    switch (implementation_->run(deadline, body)) {
      case Outcome::Committed:
        return;
      case Outcome::StaleConnection:
        implementation_->drop_idle();
        break;
      case Outcome::Victim:
        break;
    }
  }
  throw DatabaseUnavailable(
      "the transaction was chosen as a deadlock's victim, or its connection "
      "was lost, three times");
}

bool DatabasePool::answers(Deadline deadline) {
  try {
    transact(deadline, [](pqxx::work& work) { work.exec1("SELECT 1"); });
    return true;
  } catch (const std::runtime_error&) {
    // Which of its many reasons it was, is logged where it is not asked for twice a second.
    return false;
  }
}

DatabasePoolState DatabasePool::state() const {
  const std::lock_guard lock(implementation_->mutex);
  return {implementation_->idle.size(), implementation_->leased, implementation_->waiting};
}

}  // namespace orbbench::service
