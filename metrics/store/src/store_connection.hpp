#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <pqxx/pqxx>
#include <string>

#include "orbbench/store/results_store.hpp"

namespace orbbench::store {

/// Each statement of a transaction sees one state: a run that retention is removing is read whole
/// or not at all.
using Transaction = pqxx::transaction<pqxx::repeatable_read>;

/// A connection that is made when it is needed, and made anew when it broke.
class ResultsStore::Connection {
 public:
  Connection(std::string target, std::chrono::milliseconds limit)
      : target_(std::move(target)), limit_(limit) {}

  /// Runs `body` in a transaction, anew where trying again may help, within a few seconds.
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
  std::optional<pqxx::connection> connection_;
  std::string problem_;
};

}  // namespace orbbench::store
