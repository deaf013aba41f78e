#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <pqxx/pqxx>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

#include "orbbench/orb_client/deadline.hpp"

namespace orbbench::service {

/// The database cannot be reached, is too slow, or the pool is exhausted: 503.
class DatabaseUnavailable : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The connection was lost while the transaction was being committed.
class CommitUnknown : public DatabaseUnavailable {
 public:
  using DatabaseUnavailable::DatabaseUnavailable;
};

struct DatabaseLimits {
  std::size_t connections = 10;
  std::size_t waiters = 64;  ///< more are refused at once
  std::chrono::milliseconds statement_timeout{4000};
  std::chrono::milliseconds connect_timeout{1000};
};

struct DatabasePoolState {
  std::size_t idle = 0;
  std::size_t leased = 0;
  std::size_t waiting = 0;
};

/// A bounded pool of PostgreSQL connections, made when first needed and thrown away when broken.
/// Thread-safe.
class DatabasePool {
 public:
  DatabasePool(std::string connection_string, DatabaseLimits limits);
  ~DatabasePool();
  DatabasePool(const DatabasePool&) = delete;
  DatabasePool& operator=(const DatabasePool&) = delete;

  /// Runs `body` in one transaction (READ COMMITTED) and commits it, within the deadline. Runs it
  /// anew, up to three times in all, when the server chose it as a deadlock's or serialisation
  /// failure's victim, or when an idle connection proved dead before its first statement. Throws
  /// DatabaseUnavailable (nothing was changed), CommitUnknown, what `body` throws (rolled back),
  /// and pqxx::sql_error of other kinds.
  void transact(orb_client::Deadline deadline, const std::function<void(pqxx::work&)>& body);

  /// The same, for a body with a result.
  template <class Body>
  auto query(orb_client::Deadline deadline, Body&& body) {
    std::optional<std::invoke_result_t<Body&, pqxx::work&>> result;
    transact(deadline, [&](pqxx::work& work) { result.emplace(body(work)); });
    return *std::move(result);
  }

  /// Whether a statement is answered within the deadline. Throws nothing.
  bool answers(orb_client::Deadline deadline);

  DatabasePoolState state() const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace orbbench::service
