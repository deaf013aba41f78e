#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <pqxx/pqxx>
#include <string>

namespace orbbench::store {

using Transaction = pqxx::transaction_base;

enum class Isolation {
  /// Each statement of a transaction sees one state: a run that retention is removing is read whole
  /// or not at all.
  RepeatableRead,
  /// Each statement sees what was committed before it: those that come for one row wait for one
  /// another, or skip it, and are not sent back for it.
  ReadCommitted
};

/// A connection that is made when it is needed, and made anew when it broke. Used by one thread at
/// a time.
class StoreConnection {
 public:
  /// A transaction that takes longer than the limit is cut off.
  StoreConnection(std::string target, std::chrono::milliseconds limit,
                  Isolation isolation = Isolation::RepeatableRead)
      : target_(std::move(target)), limit_(limit), isolation_(isolation) {}

  /// Runs `body` in a transaction, anew where trying again may help, within a few seconds. It may
  /// have been committed before it is run anew. Throws StoreUnavailable and StoreRefused.
  void transact(const std::function<void(Transaction&)>& body);

  template <class Body>
  auto query(Body&& body) {
    std::optional<std::invoke_result_t<Body&, Transaction&>> result;
    transact([&](Transaction& work) { result.emplace(body(work)); });
    return *std::move(result);
  }

 private:
  enum class Outcome { Done, MayBeTriedAgain };
  Outcome attempt(const std::function<void(Transaction&)>& body);
  Outcome judge(const pqxx::sql_error& error);
  pqxx::connection& connected();

  std::string target_;
  std::chrono::milliseconds limit_;
  Isolation isolation_;
  std::optional<pqxx::connection> connection_;
  std::string problem_;
};

}  // namespace orbbench::store
