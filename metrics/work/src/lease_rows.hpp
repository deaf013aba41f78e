#pragma once

#include <chrono>
#include <optional>
#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "orbbench/work/queue.hpp"

namespace orbbench::work {

struct LeaseWish {
  std::string worker;
  std::chrono::milliseconds how_long;
  std::vector<std::string> kinds;
};

// What Queue says of each, within one transaction.
std::optional<LeasedItem> lease_item(pqxx::transaction_base& work, const LeaseWish& wish);
bool extend_lease(pqxx::transaction_base& work, const LeasedItem& item,
                  std::chrono::milliseconds how_long);
bool finish_item(pqxx::transaction_base& work, const LeasedItem& item, const ItemResult& result);
bool fail_item(pqxx::transaction_base& work, const LeasedItem& item, const std::string& error,
               std::chrono::milliseconds rest);
bool hand_item_back(pqxx::transaction_base& work, const LeasedItem& item);

}  // namespace orbbench::work
