-- The public tables of a default build, written by hand: what the engine itself needs
-- for the orders that `python -m bench.sample` writes. bench/README.md says where it is narrower.
-- Reads the variables orders, exchange_rates, rules (a folder), today and
-- history_periods: how many month ends before the newest date are judged besides it.
-- Of other inputs and schemes than those it has the empty columns and tables only.

-- Rules ------------------------------------------------------------------------------
create schema marts;

create temp macro rule(name) as table
select * from read_csv(getvariable('rules') || '/' || name || '.csv', all_varchar = true);

create temp table statuses as
select * from rule('order_status_effects');

create temp table rates as
with
daily as (
    select
        upper(trim(currency)) as currency,
        rate_date,
        max(rate_to_reporting)::decimal(18, 8) as rate
    from read_parquet(getvariable('exchange_rates'))
    where rate_date <= getvariable('today') and rate_to_reporting > 0
    group by all
),
until as (
    select *, lead(rate_date, 1, getvariable('today') + 1)
        over (partition by currency order by rate_date) as end_date
    from daily
)
select currency, rate, unnest(range(rate_date, end_date, interval 1 day))::date as rate_date
from until;

-- Aliases ----------------------------------------------------------------------------
create temp table aliases (alias_customer_id varchar, own_customer_id varchar);

-- Orders -----------------------------------------------------------------------------
create temp macro clean(text) as nullif(
    case
        when regexp_matches(text::varchar, '^[\p{Z}\p{Cc}\p{Cf}]|[\p{Z}\p{Cc}\p{Cf}]$')
            then regexp_replace(
                text::varchar, '^[\p{Z}\p{Cc}\p{Cf}]+|[\p{Z}\p{Cc}\p{Cf}]+$', '', 'g'
            )
        else text::varchar
    end,
    ''
);
create temp macro clean_id(text) as case
    when length(text::varchar) > 4 then clean(text)
    when lower(clean(text)) = 'null' then null
    when lower(clean(text)) = 'none' then null
    when lower(clean(text)) = 'nan' then null
    when lower(clean(text)) = 'n/a' then null
    when lower(clean(text)) = '#n/a' then null
    when lower(clean(text)) = '\n' then null
    when lower(clean(text)) = '-' then null
    else clean(text)
end;
create temp macro amount(value) as case
    when typeof(value) <> 'VARCHAR' or not contains(value::varchar, '_')
        then try_cast(value as decimal(18, 4))
end;
create temp macro unread(value, text) as if(value is null, clean(text) is not null, false);

-- Repeated ids are looked for by their hash; only those few are compared and sorted.
create temp table repeated as
with ids as (
    select hash(coalesce(clean_id(store_id), 'default'), clean_id(order_id)) as id
    from read_parquet(getvariable('orders'))
)
select id from ids group by id having count(*) > 1;

create temp table copies as
with
candidates as (
    select *
    from read_parquet(getvariable('orders'), file_row_number = true)
    where
        hash(coalesce(clean_id(store_id), 'default'), clean_id(order_id)) in (from repeated)
        and clean_id(order_id) is not null
),
numbered as (
    select file_row_number, row_number() over (
        partition by coalesce(clean_id(store_id), 'default'), clean_id(order_id)
        order by
            try_cast(ordered_at as timestamp) nulls last, customer_id, ordered_at,
            gross_amount, order_status, discount_amount, refund_amount, refunded_at,
            cost_amount, currency, channel, category, order_id, store_id
    ) as duplicate_number
    from candidates
)
select file_row_number from numbered where duplicate_number > 1;

create temp view judged as
with
typed as (
    select
        orders.* exclude (order_id, customer_id, store_id, channel, category),
        clean_id(order_id) as order_id,
        clean_id(customer_id) as named_customer_id,
        coalesce(clean_id(store_id), 'default') as store_id,
        clean(channel) as channel,
        clean(category) as category,
        orders.order_id as raw_order_id,
        orders.customer_id as raw_customer_id,
        orders.store_id as raw_store_id,
        orders.channel as raw_channel,
        orders.category as raw_category,
        try_cast(ordered_at as timestamp) as made_at,
        made_at::date as order_date,
        try_cast(refunded_at as timestamp) as back_at,
        greatest(order_date, back_at::date) as back_date,
        coalesce(lower(clean(orders.order_status)), 'completed') as status,
        coalesce(upper(clean(orders.currency)), 'USD') as money,
        amount(gross_amount) as gross,
        amount(discount_amount) as discount,
        amount(refund_amount) as refund,
        amount(cost_amount) as cost
    from read_parquet(getvariable('orders'), file_row_number = true) as orders
),
looked_up as (
    select
        typed.* exclude (named_customer_id),
        coalesce(own_customer_id, named_customer_id) as customer_id,
        statuses.* exclude (order_status),
        if(typed.money = 'USD', 1, rates.rate) as rate,
        copies.file_row_number is not null as is_copy
    from typed
    left join copies using (file_row_number)
    left join aliases on named_customer_id = alias_customer_id
    left join statuses on typed.status = statuses.order_status
    left join rates on typed.money = rates.currency and typed.order_date = rates.rate_date
)
select *, case
    when order_id is null then 'missing_order_id'
    when is_copy then 'duplicate_order_id'
    when customer_id is null then 'missing_customer'
    when made_at is null or unread(back_at, refunded_at)
        then 'invalid_timestamp'
    when least(made_at, back_at) < date '1970-01-01' then 'incredible_timestamp'
    when back_date > getvariable('today') then 'future_timestamp'
    when
        gross is null
        or unread(discount, discount_amount)
        or unread(refund, refund_amount)
        or unread(cost, cost_amount)
        then 'invalid_amount'
    when least(gross, discount, refund, cost) < 0 and status_effect is distinct from 'returned'
        then 'negative_amount'
    when status_effect is null then 'unknown_status'
    when rate is null then 'unknown_currency'
end as reason
from looked_up;

create table marts.rejected_orders as
select
    store_id,
    reason as rejection_reason,
    raw_order_id::varchar as raw_order_id,
    raw_customer_id::varchar as raw_customer_id,
    ordered_at::varchar as raw_ordered_at,
    gross_amount::varchar as raw_gross_amount,
    order_status::varchar as raw_order_status,
    discount_amount::varchar as raw_discount_amount,
    refund_amount::varchar as raw_refund_amount,
    refunded_at::varchar as raw_refunded_at,
    cost_amount::varchar as raw_cost_amount,
    currency::varchar as raw_currency,
    raw_store_id::varchar as raw_store_id,
    raw_channel::varchar as raw_channel,
    raw_category::varchar as raw_category,
    money as currency,
    gross as source_gross_amount
from judged
where reason is not null;

-- Decimals of this size are multiplied slowly. A double gives the same, but where the
-- product is very great or so near the middle of two that its error could decide.
create temp macro in_usd(amount, rate) as
case
    when rate = 1 then amount
    when
        abs(amount::double * rate::double) < 1e7
        and abs(
            amount::double * rate::double * 1e4
            - floor(amount::double * rate::double * 1e4) - 0.5
        ) > 0.001
        then (amount::double * rate::double)::decimal(18, 4)
    else (amount::decimal(19, 4) * rate)::decimal(18, 4)
end;

create table marts.accepted_orders as
with
parts as (
    select
        *,
        status_effect = 'returned' and gross > 0 as is_full_return,
        status_effect = 'returned' and gross <= 0 as is_credit,
        status_effect = 'counts' or (is_full_return and back_date > order_date) as is_purchase,
        if(is_purchase, in_usd(gross, rate), 0) as gross_usd,
        if(is_purchase and discount is not null, in_usd(discount, rate), 0) as discount_usd,
        case
            when is_credit then in_usd(-gross, rate)
            when status_effect = 'counts' and refund is not null then in_usd(refund, rate)
            else 0
        end as refund_usd,
        case
            when is_purchase then in_usd(cost, rate)
            when is_credit then -in_usd(abs(cost), rate)
            else 0
        end as cost_usd,
        if(is_full_return, gross_usd - discount_usd, 0) as sent_back_usd
    from judged
    where reason is null
)
select
    store_id,
    order_id,
    customer_id,
    made_at as ordered_at,
    order_date,
    status as order_status,
    label_en as order_status_label_en,
    label_zh as order_status_label_zh,
    is_purchase,
    if(is_full_return or refund_usd <> 0, back_date, null) as first_reversal_date,
    money as currency,
    rate::decimal(18, 8) as exchange_rate,
    gross as source_gross_amount,
    gross_usd::decimal(18, 4) as gross_amount,
    discount_usd::decimal(18, 4) as discount_amount,
    refund_usd::decimal(18, 4) as refund_amount,
    sent_back_usd::decimal(18, 4) as full_return_amount,
    (gross_usd - discount_usd - refund_usd - sent_back_usd)::decimal(18, 4) as net_amount,
    cost_usd::decimal(18, 4) as cost_amount,
    channel,
    category,
    1::integer as source_row_count
from parts;

set variable as_of = (select max(order_date) from marts.accepted_orders);
set variable returned = (
    select list(order_status) from statuses where status_effect = 'returned'
);

-- Other inputs -----------------------------------------------------------------------
-- Of other inputs than orders and rates.
create table marts.rejected_rows (
    input_name varchar, rejection_reason varchar, raw_row varchar
);
create temp table other_categories (category varchar);

-- Ledger -----------------------------------------------------------------------------
-- The ledger: a row for each purchase, and one for each order of which something came
-- back, on that day. A set of categories or channels is one bit for each; counts are
-- digits of one number, as are weekdays and hours.
create temp table categories as
select category, 1::bigint << (row_number() over (order by category) - 1) as category_bit
from (
    select category from marts.accepted_orders
    union
    from other_categories
)
where category is not null;

create temp table channels as
select channel, 1::bigint << (row_number() over (order by channel) - 1) as channel_bit
from (select distinct channel from marts.accepted_orders where channel is not null);

create temp macro digit(place) as 1::bigint << (20 * place);

create temp table ledger as
with
-- Orders of one day are a gap of none. Sorting them as they are is cheaper than making
-- the days distinct first; who has no gap at all is the first.
purchases as (
    select
        store_id,
        customer_id,
        order_date,
        (order_date - lag(order_date) over (
            partition by store_id, customer_id order by ordered_at, order_id
        ))::integer as gap,
        hour(ordered_at) as hour,
        gross_amount as gross,
        discount_amount as discount,
        cost_amount as cost,
        category_bit,
        channel_bit
    from marts.accepted_orders
    left join categories using (category)
    left join channels using (channel)
    where is_purchase
),
returned as (
    select
        *,
        list_contains(getvariable('returned'), order_status) as is_returned,
        is_returned and is_purchase as is_full_return,
        if(is_purchase, 0, coalesce(cost_amount, 0)) as returned_cost
    from marts.accepted_orders
    where first_reversal_date is not null or is_returned
)
select
    store_id,
    customer_id,
    order_date as event_date,
    order_date as window_date,
    order_date as purchase_date,
    gap,
    if(gap >= 180, order_date, null) as comeback_date,
    1::bigint as orders,
    digit(0) + digit(1) + if(cost is null, digit(2), 0) + if(gap is distinct from 0, digit(3), 0)
        as counts,
    gross,
    discount,
    0::decimal(18, 4) as refund,
    coalesce(cost, 0) as cost,
    gross - discount as net,
    category_bit,
    channel_bit,
    1::hugeint << (18 * (isodow(order_date) - 1)) as weekday,
    if(hour < 8, 1::hugeint << (15 * hour), 0) as night_hour,
    if(hour between 8 and 15, 1::hugeint << (15 * (hour - 8)), 0) as day_hour,
    if(hour >= 16, 1::hugeint << (15 * (hour - 16)), 0) as evening_hour
from purchases
union all
select
    store_id,
    customer_id,
    coalesce(first_reversal_date, order_date),
    order_date,
    null,
    null,
    null,
    if(is_full_return, -1, 0),
    -if(is_purchase, digit(1), 0)
    - if(is_full_return, digit(0) + if(cost_amount is null, digit(2), 0), 0),
    if(is_full_return, -gross_amount, 0),
    if(is_full_return, -discount_amount, 0),
    refund_amount,
    if(is_full_return, -coalesce(cost_amount, 0), returned_cost),
    -refund_amount - full_return_amount,
    0,
    0,
    null,
    null,
    null,
    null
from returned;

-- Dates ------------------------------------------------------------------------------
select if(max(purchase_count) > 32767, error('too many orders for the digits'), null)
from (select count(*) as purchase_count from ledger group by store_id, customer_id);

create temp table dates as
with
limits as (
    select
        getvariable('as_of') as newest,
        least(min(event_date), newest, getvariable('first_day')) as first_date
    from ledger
),
dates as (
    select newest as as_of_date from limits
    union all
    select date_trunc('month', newest - to_months(n::integer))::date - 1 as as_of_date
    from limits, range(getvariable('history_periods')) as periods (n)
    where as_of_date >= first_date
)
select
    as_of_date,
    date_trunc('month', as_of_date)::date - 1 as period_end_before,
    if(period_end_before in (select as_of_date from dates), period_end_before, null)
        as previous_as_of_date
from dates;

-- A day and an as-of date at which it is known: an inequality would sort the ledger.
create temp table known_days as
select event_date, as_of_date, as_of_date - event_date as age
from (select distinct event_date from ledger)
inner join dates on event_date <= as_of_date;

create temp table store_gaps as
with
gaps as (
    select store_id, event_date, sum(gap) as gap_sum, count(nullif(gap, 0)) as gap_count
    from ledger
    group by all
)
select store_id, as_of_date, sum(gap_sum) / nullif(sum(gap_count), 0)::double as pooled_gap_days
from gaps inner join known_days using (event_date)
group by all;

-- Voices -----------------------------------------------------------------------------
create temp table voices (
    store_id varchar, customer_id varchar, as_of_date date, feedback_count integer,
    complaint_count integer, peak_rating integer, last_rating integer, last_nps integer,
    referral_count integer
);

-- Facts ------------------------------------------------------------------------------
create temp macro money_per(amount, number) as
(
    round((amount * 10000)::double * 1e4 / nullif((number * 10000)::double, 0))::bigint
    * 0.0001
)::decimal(18, 4);

create temp macro digit_of(counts, place) as ((counts >> (20 * place)) & 1048575)::integer;

create table marts.customer_facts as
with
known as (
    select *, as_of_date - window_date as count_age
    from ledger inner join known_days using (event_date)
),
totals as (
    select
        store_id,
        customer_id,
        as_of_date,
        min(purchase_date) as first_order_date,
        max(purchase_date) as last_order_date,
        max(comeback_date) as last_comeback_date,
        sum(gap * gap) as squared_gap_sum,
        sum(counts) as counts,
        sum(orders * case
            when count_age < 90 then digit(0) + digit(1)
            when count_age < 180 then digit(0) + digit(2)
            when count_age < 365 then digit(0)
            else 0
        end) as window_counts,
        sum(gross) as gross_revenue,
        sum(discount) as discount_amount,
        sum(refund) as refund_amount,
        sum(cost) as cost_amount,
        sum(if(age < 365, net, 0)) as window_net_revenue,
        sum(if(age between 365 and 729, net, 0)) as year_before_net_revenue,
        sum(if(age < 90, net, 0)) as recent_net_revenue,
        sum(if(age < 90, gross, 0)) as recent_gross_revenue,
        sum(if(age < 90, discount, 0)) as recent_discount_amount,
        sum(if(age between 90 and 179, net, 0)) as prior_net_revenue,
        sum(if(age between 90 and 179, gross, 0)) as prior_gross_revenue,
        sum(if(age between 90 and 179, discount, 0)) as prior_discount_amount,
        sum(if(gap is null and purchase_date is not null, net, 0)) as first_order_revenue,
        bit_or(category_bit) as category_bits,
        bit_or(channel_bit) as channel_bits,
        sum(weekday) as weekdays,
        sum(night_hour) as night_hours,
        sum(day_hour) as day_hours,
        sum(evening_hour) as evening_hours
    from known
    group by store_id, customer_id, as_of_date
),
joined as (
    select
        totals.*,
        gross_revenue - discount_amount - refund_amount as net_revenue,
        digit_of(counts, 0) as order_count,
        digit_of(counts, 3) as day_count,
        as_of_date - last_order_date as days_since,
        last_order_date - first_order_date as gap_sum,
        day_count - 1 as gap_count,
        gap_sum / nullif(gap_count, 0)::double as mean_gap,
        least(greatest(
            if(day_count >= 3, mean_gap, coalesce(pooled_gap_days, 30)), 7
        ), 365)::double as expected_gap,
        greatest(
            ((weekdays >> 0) & 262143)::bigint * 10 - 1,
            ((weekdays >> 18) & 262143)::bigint * 10 - 2,
            ((weekdays >> 36) & 262143)::bigint * 10 - 3,
            ((weekdays >> 54) & 262143)::bigint * 10 - 4,
            ((weekdays >> 72) & 262143)::bigint * 10 - 5,
            ((weekdays >> 90) & 262143)::bigint * 10 - 6,
            ((weekdays >> 108) & 262143)::bigint * 10 - 7
        ) as best_weekday,
        greatest(
            ((night_hours >> 0) & 32767)::bigint * 100 - 0,
            ((night_hours >> 15) & 32767)::bigint * 100 - 1,
            ((night_hours >> 30) & 32767)::bigint * 100 - 2,
            ((night_hours >> 45) & 32767)::bigint * 100 - 3,
            ((night_hours >> 60) & 32767)::bigint * 100 - 4,
            ((night_hours >> 75) & 32767)::bigint * 100 - 5,
            ((night_hours >> 90) & 32767)::bigint * 100 - 6,
            ((night_hours >> 105) & 32767)::bigint * 100 - 7,
            ((day_hours >> 0) & 32767)::bigint * 100 - 8,
            ((day_hours >> 15) & 32767)::bigint * 100 - 9,
            ((day_hours >> 30) & 32767)::bigint * 100 - 10,
            ((day_hours >> 45) & 32767)::bigint * 100 - 11,
            ((day_hours >> 60) & 32767)::bigint * 100 - 12,
            ((day_hours >> 75) & 32767)::bigint * 100 - 13,
            ((day_hours >> 90) & 32767)::bigint * 100 - 14,
            ((day_hours >> 105) & 32767)::bigint * 100 - 15,
            ((evening_hours >> 0) & 32767)::bigint * 100 - 16,
            ((evening_hours >> 15) & 32767)::bigint * 100 - 17,
            ((evening_hours >> 30) & 32767)::bigint * 100 - 18,
            ((evening_hours >> 45) & 32767)::bigint * 100 - 19,
            ((evening_hours >> 60) & 32767)::bigint * 100 - 20,
            ((evening_hours >> 75) & 32767)::bigint * 100 - 21,
            ((evening_hours >> 90) & 32767)::bigint * 100 - 22,
            ((evening_hours >> 105) & 32767)::bigint * 100 - 23
        ) as best_hour
    from totals
    left join store_gaps using (store_id, as_of_date)
)
select
    store_id,
    customer_id,
    as_of_date,
    first_order_date,
    last_order_date,
    days_since::integer as days_since_last_order,
    (as_of_date - first_order_date)::integer as tenure_days,
    order_count,
    day_count as purchase_day_count,
    gross_revenue::decimal(18, 4) as gross_revenue,
    discount_amount::decimal(18, 4) as discount_amount,
    refund_amount::decimal(18, 4) as refund_amount,
    net_revenue::decimal(18, 4) as net_revenue,
    money_per(net_revenue, order_count) as average_order_value,
    discount_amount::double / nullif(gross_revenue::double, 0) as discount_share,
    refund_amount::double / nullif(gross_revenue::double, 0) as refund_share,
    if(
        digit_of(counts, 2) = 0 and day_count > 0, net_revenue - cost_amount, null
    )::decimal(18, 4) as margin_amount,
    mean_gap as mean_gap_days,
    sqrt(
        (gap_count * squared_gap_sum - gap_sum * gap_sum)::double
        / nullif(gap_count * (gap_count - 1), 0)::double
    ) as gap_stddev_days,
    expected_gap as expected_gap_days,
    last_order_date + round(expected_gap)::integer as expected_next_order_date,
    days_since::double / expected_gap as overdue_ratio,
    last_comeback_date,
    digit_of(window_counts, 0) as window_order_count,
    window_net_revenue::decimal(18, 4) as window_net_revenue,
    digit_of(window_counts, 1) as recent_order_count,
    recent_net_revenue::decimal(18, 4) as recent_net_revenue,
    digit_of(window_counts, 2) as prior_order_count,
    prior_net_revenue::decimal(18, 4) as prior_net_revenue,
    order_count as rfm_frequency,
    net_revenue::decimal(18, 4) as rfm_monetary,
    digit_of(counts, 1) as satisfied_order_count,
    first_order_revenue::decimal(18, 4) as first_order_revenue,
    recent_gross_revenue::decimal(18, 4) as recent_gross_revenue,
    recent_discount_amount::decimal(18, 4) as recent_discount_amount,
    prior_gross_revenue::decimal(18, 4) as prior_gross_revenue,
    prior_discount_amount::decimal(18, 4) as prior_discount_amount,
    if(year_before_net_revenue > 0, money_per(window_net_revenue, year_before_net_revenue), null)
        as growth_ratio,
    money_per(
        net_revenue - if(digit_of(counts, 2) = 0, cost_amount, 0), order_count
    ) as value_per_order,
    if(
        day_count > 0,
        money_per(30 * order_count, greatest(as_of_date - first_order_date, 30)),
        null
    ) as orders_per_month,
    coalesce(feedback_count, getvariable('without_voice'))::integer as feedback_count,
    coalesce(complaint_count, getvariable('without_voice'))::integer as complaint_count,
    peak_rating,
    last_rating,
    last_nps,
    coalesce(referral_count, getvariable('without_voice'))::integer as referral_count,
    coalesce(feedback_count + referral_count, getvariable('without_voice'))::integer
        as engagement_count,
    coalesce(bit_count(category_bits), 0)::integer as category_count,
    coalesce(bit_count(channel_bits), 0)::integer as channel_count,
    ((10 - best_weekday % 10) % 10)::integer as preferred_weekday,
    ((100 - best_hour % 100) % 100)::integer as preferred_hour
from joined
left join voices using (store_id, customer_id, as_of_date);

-- Histogram --------------------------------------------------------------------------
-- Monetary is net revenue by default: one histogram serves both.
create temp table histogram as
with
counted as (
    select store_id, as_of_date, 'days_since_last_order' as metric,
        if(purchase_day_count > 0, days_since_last_order, null) as value, -value as oriented_value,
        count(*) filter (purchase_day_count > 0) as customer_count
    from marts.customer_facts group by all
    union all
    select store_id, as_of_date, 'rfm_frequency',
        if(purchase_day_count > 0, order_count, null) as value, value,
        count(*) filter (purchase_day_count > 0)
    from marts.customer_facts group by all
    union all
    select store_id, as_of_date, 'net_revenue',
        if(purchase_day_count > 0, net_revenue, null) as value, value,
        count(*) filter (purchase_day_count > 0)
    from marts.customer_facts group by all
),
summed as (
    select
        *,
        sum(customer_count) over everyone as total_count,
        sum(value * customer_count) over everyone as value_sum,
        sum(if(value is null, 0, customer_count)) over everyone as known_count,
        sum(greatest(value, 0) * customer_count) over everyone as total_amount,
        total_amount - sum(greatest(value, 0) * customer_count) over not_better
            as amount_above,
        sum(customer_count) over not_better - customer_count as worse_count
    from counted
    window
        everyone as (partition by store_id, as_of_date, metric),
        not_better as (
            partition by store_id, as_of_date, metric order by oriented_value nulls first
            rows between unbounded preceding and current row
        )
)
select
    * exclude (value_sum, known_count),
    value_sum::double / known_count::double as mean,
    if(
        total_count = 1,
        1,
        least(5, 1 + floor(5 * worse_count / (total_count - 1)::double)::integer)
    ) as rfm_level,
    case
        when value is null then 1
        when metric = 'days_since_last_order' then 1 + (value * known_count <= value_sum)::integer
        else 1 + (value * known_count >= value_sum)::integer
    end as half_level
from summed;

create temp table abc as
select
    abc_class,
    class_rank::integer as class_rank,
    revenue_share_below::decimal(6, 4) as below,
    lag(below, 1, 0) over (order by below) as above
from rule('abc_classes');

-- Other cuts -------------------------------------------------------------------------
create temp table other_cuts_used (
    store_id varchar, as_of_date date, scheme varchar, method varchar, metric varchar,
    level_rank integer, start decimal(18, 4), threshold double, customer_count bigint
);
create temp table other_levels (scheme varchar, level_rank integer, level varchar);
create temp table other_fixed_cuts (
    store_id varchar, as_of_date date, scheme varchar, metric varchar, level varchar,
    level_rank integer, is_higher_better boolean, start decimal(18, 4),
    customer_count bigint, method varchar, threshold double
);

-- Cuts -------------------------------------------------------------------------------
create table marts.tier_cuts as
with
used as (
    select store_id, as_of_date, 'rfm' as scheme, 'percent_rank' as method,
        replace(metric, 'net_revenue', 'rfm_monetary') as metric, rfm_level as level_rank,
        min(oriented_value) as start, nullif((rfm_level - 1) / 5e0, 0) as threshold,
        sum(customer_count) filter (oriented_value is not null) as customer_count
    from histogram group by all
    union all
    select store_id, as_of_date, 'rfm_value', 'mean',
        replace(metric, 'net_revenue', 'rfm_monetary'), half_level, min(oriented_value), any_value(mean),
        sum(customer_count) filter (oriented_value is not null)
    from histogram group by all
    union all
    select store_id, as_of_date, 'abc', 'revenue_share', metric, coalesce(class_rank, 1),
        min(oriented_value), max(below::double), sum(customer_count)
    from histogram
    left join abc
        on
            value > 0
            and amount_above >= above * total_amount
            and amount_above < below * total_amount
    where metric = 'net_revenue'
    group by all
    union all
    from other_cuts_used
),
ranks as (
    select 'rfm' as scheme, n as level_rank, n::varchar as level from range(1, 6) as t (n)
    union all
    select 'rfm_value', unnest([1, 2]), unnest(['low', 'high'])
    union all
    select 'abc', class_rank, abc_class from abc
    union all
    from other_levels
),
reached as (
    select store_id, as_of_date, scheme, method, metric, max(level_rank) as best_rank
    from used group by all
),
learned as (
    select
        reached.* exclude (best_rank),
        ranks.level,
        ranks.level_rank,
        used.threshold,
        coalesce(used.customer_count, 0) as customer_count,
        metric not in ('days_since_last_order', 'discount_share') as is_higher_better,
        min(used.start) over (
            partition by store_id, as_of_date, scheme, metric order by ranks.level_rank desc
        ) as start
    from reached
    inner join ranks using (scheme)
    left join used using (store_id, as_of_date, scheme, metric, level_rank)
    where level_rank <= best_rank
),
stages as (
    select
        lifecycle_stage as level,
        stage_rank::integer as level_rank,
        max_overdue_ratio::decimal(18, 4) as bound
    from rule('lifecycle_rules')
    where lifecycle_stage not in ('prospect', 'new', 'reactivated')
),
stage_counts as (
    select store_id, as_of_date, level, level_rank, bound, count(overdue_ratio)
        filter (bound is null or overdue_ratio <= bound) as reaching_count
    from marts.customer_facts cross join stages
    group by all
),
cuts as (
    select store_id, as_of_date, scheme, metric, level, level_rank, is_higher_better, start,
        customer_count, method, threshold
    from learned
    union all
    select store_id, as_of_date, 'lifecycle', 'overdue_ratio', level, level_rank, false, -bound,
        reaching_count - lag(reaching_count, 1, 0)
            over (partition by store_id, as_of_date order by level_rank desc),
        'fixed', bound::double
    from stage_counts
    union all
    from other_fixed_cuts
),
started as (
    select
        *,
        if(is_higher_better, start, -start) as own_value,
        if(lag(level_rank) over ladder is null, null, own_value) as start_value,
        lead(own_value) over ladder as next_value,
        if(is_higher_better, start_value, next_value)::decimal(18, 4) as lower_bound,
        if(is_higher_better, next_value, start_value)::decimal(18, 4) as upper_bound
    from cuts
    window ladder as (partition by store_id, as_of_date, scheme, metric order by level_rank)
)
select
    store_id,
    as_of_date,
    scheme,
    metric,
    level,
    level_rank::integer as level_rank,
    is_higher_better,
    lower_bound,
    upper_bound,
    min(if(lower_bound = upper_bound, null, level_rank)) over (
        partition by store_id, as_of_date, scheme, metric order by level_rank
        rows between 1 following and unbounded following
    )::integer as next_level_rank,
    coalesce(customer_count, 0)::integer as customer_count,
    method,
    threshold::double as threshold
from started;

-- Bounds -----------------------------------------------------------------------------
-- One row per store and date: a level is the number of bounds that a value has passed.
create temp table bounds as
select
    store_id,
    as_of_date,
    coalesce(max(upper_bound) filter (
        scheme = 'rfm' and metric = 'days_since_last_order' and level_rank = 2
    ), -1) as recency_2,
    coalesce(max(upper_bound) filter (
        scheme = 'rfm' and metric = 'days_since_last_order' and level_rank = 3
    ), -1) as recency_3,
    coalesce(max(upper_bound) filter (
        scheme = 'rfm' and metric = 'days_since_last_order' and level_rank = 4
    ), -1) as recency_4,
    coalesce(max(upper_bound) filter (
        scheme = 'rfm' and metric = 'days_since_last_order' and level_rank = 5
    ), -1) as recency_5,
    coalesce(max(lower_bound) filter (
        scheme = 'rfm' and metric = 'rfm_frequency' and level_rank = 2
    ), 99999999999999) as frequency_2,
    coalesce(max(lower_bound) filter (
        scheme = 'rfm' and metric = 'rfm_frequency' and level_rank = 3
    ), 99999999999999) as frequency_3,
    coalesce(max(lower_bound) filter (
        scheme = 'rfm' and metric = 'rfm_frequency' and level_rank = 4
    ), 99999999999999) as frequency_4,
    coalesce(max(lower_bound) filter (
        scheme = 'rfm' and metric = 'rfm_frequency' and level_rank = 5
    ), 99999999999999) as frequency_5,
    coalesce(max(lower_bound) filter (
        scheme = 'rfm' and metric = 'rfm_monetary' and level_rank = 2
    ), 99999999999999) as monetary_2,
    coalesce(max(lower_bound) filter (
        scheme = 'rfm' and metric = 'rfm_monetary' and level_rank = 3
    ), 99999999999999) as monetary_3,
    coalesce(max(lower_bound) filter (
        scheme = 'rfm' and metric = 'rfm_monetary' and level_rank = 4
    ), 99999999999999) as monetary_4,
    coalesce(max(lower_bound) filter (
        scheme = 'rfm' and metric = 'rfm_monetary' and level_rank = 5
    ), 99999999999999) as monetary_5,
    coalesce(max(upper_bound) filter (
        scheme = 'rfm_value' and metric = 'days_since_last_order' and level_rank = 2
    ), -1) as recent,
    coalesce(max(lower_bound) filter (
        scheme = 'rfm_value' and metric = 'rfm_frequency' and level_rank = 2
    ), 99999999999999) as often,
    coalesce(max(lower_bound) filter (
        scheme = 'rfm_value' and metric = 'rfm_monetary' and level_rank = 2
    ), 99999999999999) as much,
    coalesce(max(lower_bound) filter (
        scheme = 'abc' and metric = 'net_revenue' and level_rank = 2
    ), 99999999999999) as class_2,
    coalesce(max(lower_bound) filter (
        scheme = 'abc' and metric = 'net_revenue' and level_rank = 3
    ), 99999999999999) as class_3,
    coalesce(max(upper_bound) filter (
        scheme = 'lifecycle' and metric = 'overdue_ratio' and level_rank = 7
    ), -1) as active,
    coalesce(max(upper_bound) filter (
        scheme = 'lifecycle' and metric = 'overdue_ratio' and level_rank = 3
    ), -1) as cooling,
    coalesce(max(upper_bound) filter (
        scheme = 'lifecycle' and metric = 'overdue_ratio' and level_rank = 2
    ), -1) as dormant,
    any_value(total_amount) as total_amount
from marts.tier_cuts
inner join (
    select store_id, as_of_date, any_value(total_amount) as total_amount
    from histogram
    where metric = 'net_revenue'
    group by all
) using (store_id, as_of_date)
group by store_id, as_of_date;

-- What a value is by a row of bounds: those of the own date, or of the date before.
create temp macro recency_score(days, bounds) as coalesce(
    1 + (days <= bounds.recency_2)::integer + (days <= bounds.recency_3)::integer
    + (days <= bounds.recency_4)::integer + (days <= bounds.recency_5)::integer,
    1
);
create temp macro frequency_score(orders, bounds) as
1 + (orders >= bounds.frequency_2)::integer + (orders >= bounds.frequency_3)::integer
+ (orders >= bounds.frequency_4)::integer + (orders >= bounds.frequency_5)::integer;
create temp macro monetary_score(revenue, bounds) as
1 + (revenue >= bounds.monetary_2)::integer + (revenue >= bounds.monetary_3)::integer
+ (revenue >= bounds.monetary_4)::integer + (revenue >= bounds.monetary_5)::integer;
create temp macro value_code(days, orders, revenue, bounds) as
100 * coalesce(days <= bounds.recent, false)::integer
+ 10 * (orders >= bounds.often)::integer + (revenue >= bounds.much)::integer;
create temp macro class_rank(revenue, bounds) as
1 + (revenue >= bounds.class_2)::integer + (revenue >= bounds.class_3)::integer;

-- Labels -----------------------------------------------------------------------------
create temp table labels as
select scheme, label, label_rank::integer as label_rank, label_en, label_zh
from rule('tier_labels')
where scheme in ('rfm', 'rfm_value', 'abc', 'lifecycle');

-- Levels -----------------------------------------------------------------------------
-- Who never bought has no score, and one label: the cell 0, the code -1, the class 0.
create temp table cells as
select rfm_cell, coalesce(rfm_cell::integer, 0) as cell, label as rfm_segment, label_en, label_zh
from labels left join rule('rfm_segment_cells') on label = rfm_segment
where scheme = 'rfm';

create temp table halves as
select
    rfm_value_code, coalesce(rfm_value_code::integer, -1) as code,
    label as rfm_value_segment, label_en, label_zh
from labels left join rule('rfm_value_segments') on label = rfm_value_segment
where scheme = 'rfm_value';

create temp table classes as
select label as abc_class, label_rank as class_rank, label_en, label_zh
from labels
where scheme = 'abc';

create temp table value_shares as
select store_id, as_of_date, value::decimal(18, 4) as net_revenue, amount_above
from histogram
where metric = 'net_revenue' and value > 0;

create temp view levels as
select
    facts.*,
    bounds.total_amount,
    purchase_day_count > 0 as has_bought,
    if(has_bought, recency_score(days_since_last_order, bounds), null) as recency_score,
    if(has_bought, frequency_score(order_count, bounds), null) as frequency_score,
    if(has_bought, monetary_score(net_revenue, bounds), null) as monetary_score,
    if(has_bought, 100 * recency_score + 10 * frequency_score + monetary_score, 0) as cell,
    if(has_bought, value_code(days_since_last_order, order_count, net_revenue, bounds), -1)
        as code,
    if(has_bought, class_rank(net_revenue, bounds), 0) as class_rank,
    case
        when purchase_day_count = 0 then 'prospect'
        when purchase_day_count = 1 and days_since_last_order <= 30 then 'new'
        when as_of_date - last_comeback_date <= 90 then 'reactivated'
        when overdue_ratio <= active then 'active'
        when overdue_ratio <= cooling then 'cooling'
        when overdue_ratio <= dormant then 'dormant'
        else 'lapsed'
    end as lifecycle_stage
from marts.customer_facts as facts
inner join bounds using (store_id, as_of_date);

-- Tiers ------------------------------------------------------------------------------
-- The joins as they are written: the estimates of so many small tables are of no use.
set disabled_optimizers = 'join_order,build_side_probe_side';

create table marts.customer_tiers as
select
    levels.* exclude (
        total_amount, has_bought, cell, code, class_rank, lifecycle_stage, gap_stddev_days,
        last_comeback_date, rfm_frequency, rfm_monetary, first_order_revenue,
        recent_gross_revenue, recent_discount_amount, prior_gross_revenue,
        prior_discount_amount, growth_ratio, value_per_order, orders_per_month,
        engagement_count
    ),
    cells.rfm_cell,
    cells.rfm_segment,
    cells.label_en as rfm_segment_label_en,
    cells.label_zh as rfm_segment_label_zh,
    halves.rfm_value_code,
    halves.rfm_value_segment,
    halves.label_en as rfm_value_segment_label_en,
    halves.label_zh as rfm_value_segment_label_zh,
    classes.abc_class,
    classes.label_en as abc_class_label_en,
    classes.label_zh as abc_class_label_zh,
    if(net_revenue > 0, net_revenue::double / total_amount::double, null) as revenue_share,
    amount_above::double / total_amount::double as revenue_share_before,
    lifecycle_stage,
    stages.label_en as lifecycle_stage_label_en,
    stages.label_zh as lifecycle_stage_label_zh
from levels
inner join cells using (cell)
inner join halves using (code)
inner join classes using (class_rank)
inner join (
    select label as lifecycle_stage, label_en, label_zh from labels where scheme = 'lifecycle'
) as stages using (lifecycle_stage)
left join value_shares using (store_id, as_of_date, net_revenue);

reset disabled_optimizers;

create table marts.rfm_scores as
select
    store_id, customer_id, as_of_date, days_since_last_order, order_count as rfm_frequency,
    net_revenue as rfm_monetary, recency_score, frequency_score, monetary_score, rfm_cell,
    rfm_segment, rfm_value_code, rfm_value_segment
from marts.customer_tiers;

create table marts.abc_tiers as
select
    store_id, customer_id, as_of_date, net_revenue, abc_class, revenue_share,
    revenue_share_before
from marts.customer_tiers;

create table marts.lifecycle_stages as
select
    store_id, customer_id, as_of_date, days_since_last_order, expected_gap_days,
    overdue_ratio, lifecycle_stage
from marts.customer_tiers;

-- Summary ----------------------------------------------------------------------------
create table marts.tier_summary as
with
counted as (
    select store_id, as_of_date, rfm_segment, rfm_value_segment, abc_class, lifecycle_stage,
        count(*) as customer_count, sum(net_revenue) as net_revenue
    from marts.customer_tiers
    group by all
),
labelled as (
    unpivot counted
    on rfm_segment as rfm, rfm_value_segment as rfm_value, abc_class as abc,
        lifecycle_stage as lifecycle
    into name scheme value label
),
summed as (
    select store_id, as_of_date, scheme, label, sum(customer_count) as customer_count,
        sum(net_revenue) as net_revenue
    from labelled
    group by all
)
select
    store_id,
    as_of_date,
    scheme,
    label,
    label_rank::integer as label_rank,
    label_en,
    label_zh,
    customer_count::integer as customer_count,
    customer_count::double / (sum(customer_count) over store)::double as customer_share,
    net_revenue::decimal(28, 4) as net_revenue,
    net_revenue::double / nullif((sum(net_revenue) over store)::double, 0)
        as net_revenue_share
from summed
left join labels using (scheme, label)
window store as (partition by store_id, as_of_date, scheme);

-- Reconciliation ---------------------------------------------------------------------
create table marts.reconciliation as
with
entered as (
    select
        coalesce(clean_id(store_id), 'default') as store_id,
        coalesce(upper(clean(currency)), 'USD') as currency,
        count(*) as row_count,
        sum(amount(gross_amount)) as gross
    from read_parquet(getvariable('orders'))
    group by all
),
accepted as (
    select store_id, currency, count(*) as row_count, sum(source_gross_amount) as gross
    from marts.accepted_orders
    group by all
),
rejected as (
    select store_id, currency, count(*) as row_count, sum(source_gross_amount) as gross
    from marts.rejected_orders
    group by all
),
sold as (
    select store_id, sum(gross_amount - discount_amount - if(
        coalesce(first_reversal_date, order_date) <= getvariable('as_of'),
        refund_amount + full_return_amount,
        0
    )) as net_revenue
    from marts.accepted_orders
    group by all
),
earned as (
    select store_id, sum(net_revenue) as net_revenue
    from marts.customer_facts
    where as_of_date = getvariable('as_of')
    group by all
),
measures as (
    select entered.store_id, entered.currency,
        unnest(['row_count', 'gross_amount']) as measure,
        unnest([entered.row_count, entered.gross]) as entered,
        unnest([accepted.row_count, accepted.gross]) as accepted,
        unnest([rejected.row_count, rejected.gross]) as rejected
    from entered
    left join accepted using (store_id, currency)
    left join rejected using (store_id, currency)
    union all
    select store_id, 'USD', 'net_revenue', sold.net_revenue, earned.net_revenue, 0
    from sold
    left join earned using (store_id)
)
select
    store_id,
    currency,
    measure,
    coalesce(entered, 0)::decimal(28, 4) as entered,
    coalesce(accepted, 0)::decimal(28, 4) as accepted,
    coalesce(rejected, 0)::decimal(28, 4) as rejected,
    (coalesce(entered, 0) - coalesce(accepted, 0) - coalesce(rejected, 0))::decimal(28, 4)
        as difference
from measures;

-- Movement ---------------------------------------------------------------------------
-- Who was known at both of two neighbouring dates, and who has entered. By the earlier
-- bounds the label is what it was: then not the customer has moved, but the bounds.
create temp view moves as
select
    now.store_id,
    now.customer_id,
    now.as_of_date,
    dates.previous_as_of_date,
    before.rfm_segment as rfm_before,
    now.rfm_segment as rfm_now,
    cells.rfm_segment as rfm_still,
    before.rfm_value_segment as rfm_value_before,
    now.rfm_value_segment as rfm_value_now,
    halves.rfm_value_segment as rfm_value_still,
    before.abc_class as abc_before,
    now.abc_class as abc_now,
    classes.abc_class as abc_still,
    before.lifecycle_stage as lifecycle_before,
    now.lifecycle_stage as lifecycle_now,
    before.days_since_last_order as days_before,
    now.days_since_last_order as days_now,
    before.order_count as orders_before,
    now.order_count as orders_now,
    before.net_revenue as revenue_before,
    now.net_revenue as revenue_now
from marts.customer_tiers as now
inner join dates on now.as_of_date = dates.as_of_date and previous_as_of_date is not null
left join marts.customer_tiers as before
    on
        now.store_id = before.store_id
        and now.customer_id = before.customer_id
        and dates.previous_as_of_date = before.as_of_date
left join bounds
    on now.store_id = bounds.store_id and dates.previous_as_of_date = bounds.as_of_date
left join cells
    on
        cells.cell
        = if(
            now.purchase_day_count > 0,
            100 * recency_score(now.days_since_last_order, bounds)
            + 10 * frequency_score(now.order_count, bounds)
            + monetary_score(now.net_revenue, bounds),
            0
        )
left join halves
    on
        halves.code
        = if(
            now.purchase_day_count > 0,
            value_code(now.days_since_last_order, now.order_count, now.net_revenue, bounds),
            -1
        )
left join classes
    on
        classes.class_rank
        = if(now.purchase_day_count > 0, class_rank(now.net_revenue, bounds), 0);

create temp macro cause(label_before, label_now, label_still) as case
    when label_before is null then 'entered'
    when label_now is null then 'left'
    when label_before = label_now then 'unchanged'
    when label_before = label_still then 'cuts'
    else 'behaviour'
end;

create table marts.tier_migrations as
with
-- All labels together first: there are far fewer combinations than customers.
counted as (
    select
        store_id, as_of_date, previous_as_of_date,
        rfm_before, rfm_now, cause(rfm_before, rfm_now, rfm_still) as rfm_cause,
        rfm_value_before, rfm_value_now,
        cause(rfm_value_before, rfm_value_now, rfm_value_still) as rfm_value_cause,
        abc_before, abc_now, cause(abc_before, abc_now, abc_still) as abc_cause,
        lifecycle_before, lifecycle_now,
        cause(lifecycle_before, lifecycle_now, lifecycle_now) as lifecycle_cause,
        count(*) as customer_count,
        sum(revenue_now) as net_revenue
    from moves
    group by all
),
per_scheme as (
    select
        store_id, as_of_date, previous_as_of_date,
        unnest(['rfm', 'rfm_value', 'abc', 'lifecycle']) as scheme,
        unnest([rfm_before, rfm_value_before, abc_before, lifecycle_before]) as label_before,
        unnest([rfm_now, rfm_value_now, abc_now, lifecycle_now]) as label_now,
        unnest([rfm_cause, rfm_value_cause, abc_cause, lifecycle_cause]) as cause,
        customer_count,
        net_revenue
    from counted
),
summed as (
    select
        store_id, as_of_date, previous_as_of_date, scheme,
        coalesce(label_before, 'entered') as from_label,
        coalesce(label_now, 'left') as to_label,
        cause,
        sum(customer_count) as customer_count,
        sum(net_revenue) as net_revenue
    from per_scheme
    where label_before is not null or label_now is not null
    group by all
)
select
    store_id,
    as_of_date,
    previous_as_of_date,
    summed.scheme,
    from_label,
    coalesce(from_labels.label_en, causes.label_en) as from_label_en,
    coalesce(from_labels.label_zh, causes.label_zh) as from_label_zh,
    to_label,
    coalesce(to_labels.label_en, causes.label_en) as to_label_en,
    coalesce(to_labels.label_zh, causes.label_zh) as to_label_zh,
    case
        when from_labels.label is null or to_labels.label is null
            or from_label = to_label then summed.cause
        when to_labels.label_rank::integer > from_labels.label_rank::integer then 'up'
        else 'down'
    end as direction,
    summed.cause,
    customer_count::integer as customer_count,
    net_revenue::decimal(28, 4) as net_revenue
from summed
left join labels as from_labels
    on summed.scheme = from_labels.scheme and from_label = from_labels.label
left join labels as to_labels
    on summed.scheme = to_labels.scheme and to_label = to_labels.label
left join rule('migration_causes') as causes on summed.cause = causes.cause;

-- Movements --------------------------------------------------------------------------
create table marts.customer_migrations as
with
per_scheme as (
    select
        *,
        unnest(['rfm', 'rfm_value', 'abc', 'lifecycle']) as scheme,
        unnest([rfm_before, rfm_value_before, abc_before, lifecycle_before]) as from_label,
        unnest([rfm_now, rfm_value_now, abc_now, lifecycle_now]) as to_label,
        unnest([rfm_still, rfm_value_still, abc_still, lifecycle_now]) as label_still
    from moves
    where as_of_date = getvariable('as_of')
)
select
    store_id,
    customer_id,
    as_of_date,
    previous_as_of_date,
    per_scheme.scheme,
    from_label,
    from_labels.label_en as from_label_en,
    from_labels.label_zh as from_label_zh,
    to_label,
    to_labels.label_en as to_label_en,
    to_labels.label_zh as to_label_zh,
    if(to_labels.label_rank::integer > from_labels.label_rank::integer, 'up', 'down')
        as direction,
    if(from_label = label_still, 'cuts', 'behaviour') as cause,
    revenue_now as net_revenue
from per_scheme
inner join labels as from_labels
    on per_scheme.scheme = from_labels.scheme and from_label = from_labels.label
inner join labels as to_labels
    on per_scheme.scheme = to_labels.scheme and to_label = to_labels.label
where from_label <> to_label;

-- Growth and cohorts -----------------------------------------------------------------
create table marts.growth_accounting as
with
activity as (
    select
        store_id,
        as_of_date,
        period_end_before,
        previous_as_of_date,
        count(*) filter (last_order_date > period_end_before) as active_count,
        count(*) filter (first_order_date > period_end_before) as new_count,
        count(*) filter (
            last_order_date between date_trunc('month', period_end_before)
            and period_end_before
        ) as dormant_count
    from marts.customer_facts
    inner join dates using (as_of_date)
    group by all
)
select
    now.store_id,
    now.as_of_date,
    now.previous_as_of_date,
    coalesce(before.active_count, 0)::integer as previous_active_customer_count,
    now.active_count::integer as active_customer_count,
    now.new_count::integer as new_customer_count,
    previous_active_customer_count - now.dormant_count::integer as retained_customer_count,
    (now.active_count - now.new_count)::integer - retained_customer_count
        as resurrected_customer_count,
    now.dormant_count::integer as dormant_customer_count,
    retained_customer_count::double / nullif(previous_active_customer_count, 0)::double
        as retention_share
from activity as now
left join activity as before
    on now.store_id = before.store_id and now.previous_as_of_date = before.as_of_date
where now.previous_as_of_date is not null;

create table marts.cohort_retention as
with
activity as (
    -- The first purchase of a period ends a gap that began before it.
    select
        store_id,
        date_trunc('month', first_order_date)::date as cohort_date,
        greatest(date_trunc('month', event_date)::date, cohort_date) as period_date,
        count(*) filter (
            purchase_date is not null
            and coalesce(purchase_date - gap < date_trunc('month', purchase_date), true)
        ) as active_count,
        sum(net) as net_revenue
    from ledger
    inner join marts.customer_facts using (store_id, customer_id)
    where
        as_of_date = getvariable('as_of')
        and event_date <= getvariable('as_of')
        and first_order_date is not null
    group by all
),
cohorts as (
    select store_id, cohort_date, active_count as cohort_count, net_revenue as first_revenue
    from activity
    where period_date = cohort_date
),
periods as (
    select
        unnest(range(min(cohort_date), getvariable('as_of') + 1, interval 1 month))::date
            as period_date,
        (period_date + interval 1 month)::date - 1 as period_end_date,
        period_end_date <= getvariable('as_of') as is_over
    from cohorts
)
select
    store_id,
    getvariable('as_of') as as_of_date,
    cohort_date,
    date_diff('month', cohort_date, period_date)::integer as period_number,
    period_date,
    period_end_date,
    is_over,
    cohort_count::integer as cohort_customer_count,
    if(is_over, coalesce(active_count, 0), null)::integer as active_customer_count,
    active_customer_count::double / cohort_count::double as retention_share,
    if(is_over, coalesce(activity.net_revenue, 0), null)::decimal(28, 4) as net_revenue,
    if(is_over, coalesce(activity.net_revenue, 0), null)::double
    / nullif(first_revenue::double, 0) as net_revenue_share
from cohorts
inner join periods on cohort_date <= period_date
left join activity using (store_id, cohort_date, period_date);

-- Times ------------------------------------------------------------------------------
create table marts.time_in_tier as
with
-- The last date at which the label was another one.
customers as (
    select
        now.store_id,
        now.customer_id,
        any_value(now.rfm_segment) as rfm,
        any_value(now.rfm_value_segment) as rfm_value,
        any_value(now.abc_class) as abc,
        any_value(now.lifecycle_stage) as lifecycle,
        min(history.as_of_date) as known_since,
        max(history.as_of_date) filter (history.rfm_segment <> now.rfm_segment) as rfm_left,
        max(history.as_of_date) filter (history.rfm_value_segment <> now.rfm_value_segment)
            as rfm_value_left,
        max(history.as_of_date) filter (history.abc_class <> now.abc_class) as abc_left,
        max(history.as_of_date) filter (history.lifecycle_stage <> now.lifecycle_stage)
            as lifecycle_left
    from marts.customer_tiers as history
    inner join marts.customer_tiers as now
        on history.store_id = now.store_id and history.customer_id = now.customer_id
    where now.as_of_date = getvariable('as_of')
    group by all
),
per_scheme as (
    select
        store_id,
        customer_id,
        known_since,
        unnest(['rfm', 'rfm_value', 'abc', 'lifecycle']) as scheme,
        unnest([rfm, rfm_value, abc, lifecycle]) as label,
        unnest([rfm_left, rfm_value_left, abc_left, lifecycle_left]) as left_date
    from customers
),
next_dates as (
    select as_of_date as left_date, lead(as_of_date) over (order by as_of_date) as next_date
    from dates
)
select
    store_id,
    customer_id,
    getvariable('as_of') as as_of_date,
    scheme,
    label,
    coalesce(next_date, known_since) as since_date,
    (getvariable('as_of') - since_date)::integer as days_in_tier,
    since_date = (select min(as_of_date) from dates) as is_at_least
from per_scheme
left join next_dates using (left_date);
