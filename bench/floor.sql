-- The public tables of a default build, written by hand: what the engine itself needs
-- for the orders that `tiers sample` writes. bench/README.md says where it is narrower.
-- Reads the variables orders, exchange_rates, rules (a folder) and today.
create schema marts;

-- Rules ------------------------------------------------------------------------------
create temp macro rule(name) as table
select * from read_csv(getvariable('rules') || '/' || name || '.csv', all_varchar = true);

create temp table statuses as
select * from rule('order_statuses');

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

-- Orders -----------------------------------------------------------------------------
create temp macro clean(text) as nullif(trim(text::varchar), '');

-- Repeated ids are looked for by their hash; only those few are compared and sorted.
create temp table repeated as
with ids as (
    select hash(coalesce(clean(store_id), 'default'), clean(order_id)) as id
    from read_parquet(getvariable('orders'))
)
select id from ids group by id having count(*) > 1;

create temp table copies as
with
candidates as (
    select *
    from read_parquet(getvariable('orders'), file_row_number = true)
    where
        hash(coalesce(clean(store_id), 'default'), clean(order_id)) in (from repeated)
        and clean(order_id) is not null
),
numbered as (
    select file_row_number, row_number() over (
        partition by coalesce(clean(store_id), 'default'), clean(order_id)
        order by
            try_cast(ordered_at as timestamp) nulls last, customer_id, ordered_at,
            gross_amount, order_status, discount_amount, refund_amount, refunded_at,
            cost_amount, currency, channel, category, order_id, store_id
    ) as copy_number
    from candidates
)
select file_row_number from numbered where copy_number > 1;

create temp view judged as
with
typed as (
    select
        orders.* exclude (order_id, customer_id, store_id, channel, category),
        clean(order_id) as order_id,
        clean(customer_id) as customer_id,
        coalesce(clean(store_id), 'default') as store_id,
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
        try_cast(gross_amount as decimal(18, 4)) as gross,
        try_cast(discount_amount as decimal(18, 4)) as discount,
        try_cast(refund_amount as decimal(18, 4)) as refund,
        try_cast(cost_amount as decimal(18, 4)) as cost
    from read_parquet(getvariable('orders'), file_row_number = true) as orders
),
looked_up as (
    select
        typed.*,
        statuses.* exclude (order_status),
        if(typed.money = 'USD', 1, rates.rate) as rate,
        copies.file_row_number is not null as is_copy
    from typed
    left join copies using (file_row_number)
    left join statuses on typed.status = statuses.order_status
    left join rates on typed.money = rates.currency and typed.order_date = rates.rate_date
)
select *, case
    when order_id is null then 'missing_order_id'
    when is_copy then 'duplicate_order_id'
    when customer_id is null then 'missing_customer'
    when made_at is null or (back_at is null and clean(refunded_at) is not null)
        then 'invalid_timestamp'
    when back_date > getvariable('today') then 'future_timestamp'
    when
        gross is null
        or (discount is null and clean(discount_amount) is not null)
        or (refund is null and clean(refund_amount) is not null)
        or (cost is null and clean(cost_amount) is not null)
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

create temp macro in_usd(amount, rate) as
if(rate = 1, amount, (amount::decimal(19, 4) * rate)::decimal(18, 4));

create table marts.accepted_orders as
with
parts as (
    select
        *,
        status_effect = 'returned' and gross > 0 as is_sent_back,
        status_effect = 'returned' and gross <= 0 as is_credit,
        status_effect = 'counts' or (is_sent_back and back_date > order_date) as is_purchase,
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
        if(is_sent_back, gross_usd - discount_usd, 0) as sent_back_usd
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
    if(is_sent_back or refund_usd <> 0, back_date, null) as first_reversal_date,
    money as currency,
    rate::decimal(18, 8) as exchange_rate,
    gross as source_gross_amount,
    gross_usd::decimal(18, 4) as gross_amount,
    discount_usd::decimal(18, 4) as discount_amount,
    refund_usd::decimal(18, 4) as refund_amount,
    sent_back_usd::decimal(18, 4) as sent_back_amount,
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

-- Facts ------------------------------------------------------------------------------
-- A set of categories or channels is one bit for each; weekdays and hours are counted
-- in the digits of a few large numbers.
create temp table categories as
select category, 1::bigint << (row_number() over () - 1) as category_bit
from (select distinct category from marts.accepted_orders where category is not null);

create temp table channels as
select channel, 1::bigint << (row_number() over () - 1) as channel_bit
from (select distinct channel from marts.accepted_orders where channel is not null);

create temp table customers as
with
rows as (
    select
        orders.store_id,
        orders.customer_id,
        order_date,
        is_purchase,
        is_purchase and cost_amount is null as has_unknown_cost,
        coalesce(cost_amount, 0) as cost,
        gross_amount as gross,
        discount_amount as discount,
        gross_amount - discount_amount as sold,
        refund_amount as refund,
        refund_amount + sent_back_amount as given_back,
        coalesce(first_reversal_date, order_date) as back_date,
        back_date <= getvariable('as_of') as is_back,
        list_contains(getvariable('returned'), order_status) as is_returned,
        is_returned and source_gross_amount > 0 and is_back as is_sent_back,
        is_purchase and not is_sent_back as is_kept,
        first_reversal_date is not null and is_back as is_reversed,
        getvariable('as_of') - order_date as age,
        getvariable('as_of') - back_date as back_age,
        1::hugeint << (18 * (isodow(order_date) - 1)) as weekday_unit,
        hour(ordered_at) as hour,
        1::hugeint << (15 * (hour % 8)) as hour_unit,
        if(is_purchase, category_bit, 0) as category_bit,
        if(is_purchase, channel_bit, 0) as channel_bit
    from marts.accepted_orders as orders
    left join categories using (category)
    left join channels using (channel)
    where is_purchase or (is_returned and is_back)
)
select
    store_id,
    customer_id,
    min(order_date) filter (is_purchase) as first_order_date,
    max(order_date) filter (is_purchase) as last_order_date,
    count(*) filter (is_purchase) as purchase_count,
    count(*) filter (is_kept) as order_count,
    count(*) filter (is_purchase and not is_reversed) as satisfied_order_count,
    count(*) filter (has_unknown_cost and is_kept) as unknown_cost_order_count,
    coalesce(sum(gross) filter (is_kept), 0) as gross_revenue,
    coalesce(sum(discount) filter (is_kept), 0) as discount_amount,
    coalesce(sum(refund) filter (is_back), 0) as refund_amount,
    sum(if(is_kept or not is_purchase, cost, 0)) as cost_amount,
    count(*) filter (is_kept and age < 365) as window_order_count,
    sum(if(age < 365, sold, 0) - if(back_age between 0 and 364, given_back, 0))
        as window_net_revenue,
    count(*) filter (is_kept and age < 90) as recent_order_count,
    sum(if(age < 90, sold, 0) - if(back_age between 0 and 89, given_back, 0))
        as recent_net_revenue,
    count(*) filter (is_kept and age between 90 and 179) as previous_order_count,
    sum(
        if(age between 90 and 179, sold, 0) - if(back_age between 90 and 179, given_back, 0)
    ) as previous_net_revenue,
    bit_count(bit_or(category_bit)) as category_count,
    bit_count(bit_or(channel_bit)) as channel_count,
    sum(weekday_unit) filter (is_purchase) as weekdays,
    sum(hour_unit) filter (is_purchase and hour < 8) as night_hours,
    sum(hour_unit) filter (is_purchase and hour between 8 and 15)
        as day_hours,
    sum(hour_unit) filter (is_purchase and hour >= 16)
        as evening_hours
from rows
group by store_id, customer_id;

select if(max(purchase_count) > 32767, error('too many orders for the digits'), null)
from customers;

-- Orders of one day are a gap of none. Sorting them as they are is cheaper than making
-- the days distinct first.
create temp table gaps as
with
gaps as (
    select store_id, customer_id, order_date, order_date - lag(order_date) over (
        partition by store_id, customer_id order by order_date
    ) as gap
    from marts.accepted_orders
    where is_purchase
)
select
    store_id,
    customer_id,
    count(*) filter (gap is distinct from 0) as purchase_day_count,
    sum(gap * gap) as squared_gap_day_sum,
    max(order_date) filter (gap >= 180) as last_comeback_date
from gaps
group by store_id, customer_id;

create table marts.customer_facts as
with
store_gaps as (
    -- Gaps add up to the time between the first and the last order.
    select
        store_id,
        sum(last_order_date - first_order_date)
        / nullif(sum(purchase_day_count - 1), 0)::double as pooled_gap_days
    from customers inner join gaps using (store_id, customer_id)
    group by store_id
),
joined as (
    select
        customers.*,
        gross_revenue - discount_amount - refund_amount as net_revenue,
        coalesce(purchase_day_count, 0) as day_count,
        squared_gap_day_sum,
        last_comeback_date,
        pooled_gap_days,
        getvariable('as_of') as as_of_date,
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
    from customers
    left join gaps using (store_id, customer_id)
    left join store_gaps using (store_id)
)
select
    store_id,
    customer_id,
    as_of_date,
    first_order_date,
    last_order_date,
    days_since::integer as days_since_last_order,
    (as_of_date - first_order_date)::integer as tenure_days,
    order_count::integer as order_count,
    day_count::integer as purchase_day_count,
    gross_revenue::decimal(18, 4) as gross_revenue,
    discount_amount::decimal(18, 4) as discount_amount,
    refund_amount::decimal(18, 4) as refund_amount,
    net_revenue::decimal(18, 4) as net_revenue,
    (round((net_revenue * 10000)::double / nullif(order_count, 0))::bigint * 0.0001)::decimal(18, 4)
        as average_order_value,
    discount_amount::double / nullif(gross_revenue::double, 0) as discount_share,
    refund_amount::double / nullif(gross_revenue::double, 0) as refund_share,
    if(
        unknown_cost_order_count = 0 and day_count > 0, net_revenue - cost_amount, null
    )::decimal(18, 4) as margin_amount,
    mean_gap as mean_gap_days,
    sqrt(
        (gap_count * squared_gap_day_sum - gap_sum * gap_sum)::double
        / nullif(gap_count * (gap_count - 1), 0)::double
    ) as gap_stddev_days,
    expected_gap as expected_gap_days,
    last_order_date + round(expected_gap)::integer as expected_next_order_date,
    days_since::double / expected_gap as overdue_ratio,
    last_comeback_date,
    window_order_count::integer as window_order_count,
    window_net_revenue::decimal(18, 4) as window_net_revenue,
    recent_order_count::integer as recent_order_count,
    recent_net_revenue::decimal(18, 4) as recent_net_revenue,
    previous_order_count::integer as previous_order_count,
    previous_net_revenue::decimal(18, 4) as previous_net_revenue,
    order_count::integer as rfm_frequency,
    net_revenue::decimal(18, 4) as rfm_monetary,
    satisfied_order_count::integer as satisfied_order_count,
    coalesce(category_count, 0)::integer as category_count,
    coalesce(channel_count, 0)::integer as channel_count,
    ((10 - best_weekday % 10) % 10)::integer as preferred_weekday,
    ((100 - best_hour % 100) % 100)::integer as preferred_hour
from joined;

-- Cuts -------------------------------------------------------------------------------
-- Monetary is net revenue by default: one histogram serves both.
create temp table histogram as
with
counted as (
    select store_id, 'days_since_last_order' as metric, days_since_last_order as value,
        -days_since_last_order as strength, count(*) as customer_count
    from marts.customer_facts group by all
    union all
    select store_id, 'rfm_frequency', order_count, order_count, count(*)
    from marts.customer_facts group by all
    union all
    select store_id, 'net_revenue', net_revenue, net_revenue, count(*)
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
            as better_amount,
        sum(customer_count) over not_better - customer_count as worse_count
    from counted
    window
        everyone as (partition by store_id, metric),
        not_better as (
            partition by store_id, metric order by strength nulls first
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

create table marts.tier_cuts as
with
used as (
    select store_id, 'rfm' as scheme, 'percent_rank' as method,
        replace(metric, 'net_revenue', 'rfm_monetary') as metric, rfm_level as level_rank,
        min(strength) as start, nullif((rfm_level - 1) / 5e0, 0) as threshold,
        sum(customer_count) filter (strength is not null) as customer_count
    from histogram group by all
    union all
    select store_id, 'rfm_value', 'mean', replace(metric, 'net_revenue', 'rfm_monetary'),
        half_level, min(strength), any_value(mean),
        sum(customer_count) filter (strength is not null)
    from histogram group by all
    union all
    select store_id, 'abc', 'revenue_share', metric, coalesce(class_rank, 1), min(strength),
        max(below::double), sum(customer_count)
    from histogram
    left join abc
        on
            value > 0
            and better_amount >= above * total_amount
            and better_amount < below * total_amount
    where metric = 'net_revenue'
    group by all
),
ranks as (
    select 'rfm' as scheme, n as level_rank, n::varchar as level from range(1, 6) as t (n)
    union all
    select 'rfm_value', unnest([1, 2]), unnest(['low', 'high'])
    union all
    select 'abc', class_rank, abc_class from abc
),
reached as (
    select store_id, scheme, method, metric, max(level_rank) as best_rank
    from used group by all
),
learned as (
    select
        reached.* exclude (best_rank),
        ranks.level,
        ranks.level_rank,
        used.threshold,
        coalesce(used.customer_count, 0) as customer_count,
        metric <> 'days_since_last_order' as is_higher_better,
        min(used.start) over (
            partition by store_id, scheme, metric order by ranks.level_rank desc
        ) as start
    from reached
    inner join ranks using (scheme)
    left join used using (store_id, scheme, metric, level_rank)
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
    select store_id, level, level_rank, bound, count(overdue_ratio)
        filter (bound is null or overdue_ratio <= bound) as reaching_count
    from marts.customer_facts cross join stages
    group by all
),
cuts as (
    select store_id, scheme, metric, level, level_rank, is_higher_better, start,
        customer_count, method, threshold
    from learned
    union all
    select store_id, 'lifecycle', 'overdue_ratio', level, level_rank, false, -bound,
        reaching_count - lag(reaching_count, 1, 0)
            over (partition by store_id order by level_rank desc),
        'fixed', bound::double
    from stage_counts
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
    window ladder as (partition by store_id, scheme, metric order by level_rank)
)
select
    store_id,
    getvariable('as_of') as as_of_date,
    scheme,
    metric,
    level,
    level_rank::integer as level_rank,
    is_higher_better,
    lower_bound,
    upper_bound,
    min(if(lower_bound = upper_bound, null, level_rank)) over (
        partition by store_id, scheme, metric order by level_rank
        rows between 1 following and unbounded following
    )::integer as next_level_rank,
    coalesce(customer_count, 0)::integer as customer_count,
    method,
    threshold::double as threshold
from started;

-- Labels -----------------------------------------------------------------------------
-- One row per store: a level is the number of bounds that a value has passed.
create temp table bounds as
select
    store_id,
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
    (select any_value(total_amount) from histogram
     where metric = 'net_revenue' and histogram.store_id = tier_cuts.store_id) as total_amount
from marts.tier_cuts
group by store_id;

-- The sentences of every segment, class and stage, with numbers left to fill in.
create temp table headlines as
with
sentences as (
    select level, unnest(['en', 'zh']) as language, unnest([sentence_en, sentence_zh]) as text
    from rule('sentences')
    where scheme = 'headline'
),
segments as (
    select rfm_segment, unnest(['en', 'zh']) as language, unnest([label_en, label_zh]) as label
    from rule('rfm_segments')
),
classes as (
    select abc_class, unnest(['en', 'zh']) as language, unnest([label_en, label_zh]) as label
    from rule('abc_classes')
),
stages as (
    select lifecycle_stage, unnest(['en', 'zh']) as language,
        unnest([label_en, label_zh]) as label
    from rule('lifecycle_rules')
),
filled as (
    select
        rfm_segment, abc_class, lifecycle_stage, language, text, segments.label as segment,
        classes.label as class, stages.label as stage
    from segments
    inner join classes using (language)
    inner join stages using (language)
    inner join sentences using (language)
    where sentences.level = if(lifecycle_stage = 'prospect', 'prospect', '*')
)
pivot (
    select
        rfm_segment, abc_class, lifecycle_stage, language,
        text.replace('{segment}', segment).replace('{class}', class)
            .replace('{stage}', stage).replace('{currency}', 'USD')
            .replace('{orders}', '{0:,.0f}').replace('{revenue}', '{1:,.2f}')
            .replace('{days}', '{2:,.0f}') as text
    from filled
)
on language in ('en', 'zh') using any_value(text);

create temp table cells as
select rfm_cell, rfm_cell::integer as cell, rfm_segment, label_en, label_zh
from rule('rfm_segment_cells') inner join rule('rfm_segments') using (rfm_segment);

create temp table halves as
select *, rfm_value_code::integer as code from rule('rfm_value_segments');

create temp table value_shares as
select store_id, value::decimal(18, 4) as net_revenue, better_amount
from histogram
where metric = 'net_revenue' and value > 0;

create table marts.customer_tiers as
with
levels as (
    select
        facts.* exclude (
            gap_stddev_days, last_comeback_date, rfm_frequency, rfm_monetary
        ),
        bounds.total_amount,
        coalesce(
            1 + (days_since_last_order <= recency_2)::integer
            + (days_since_last_order <= recency_3)::integer
            + (days_since_last_order <= recency_4)::integer
            + (days_since_last_order <= recency_5)::integer,
            1
        ) as recency_score,
        1 + (order_count >= frequency_2)::integer + (order_count >= frequency_3)::integer
        + (order_count >= frequency_4)::integer + (order_count >= frequency_5)::integer
            as frequency_score,
        1 + (net_revenue >= monetary_2)::integer + (net_revenue >= monetary_3)::integer
        + (net_revenue >= monetary_4)::integer + (net_revenue >= monetary_5)::integer
            as monetary_score,
        100 * recency_score + 10 * frequency_score + monetary_score as cell,
        100 * coalesce(days_since_last_order <= recent, false)::integer
        + 10 * (order_count >= often)::integer + (net_revenue >= much)::integer as code,
        1 + (net_revenue >= class_2)::integer + (net_revenue >= class_3)::integer
            as class_rank,
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
    inner join bounds using (store_id)
)
select
    levels.* exclude (total_amount, cell, code, class_rank, lifecycle_stage),
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
    better_amount::double / total_amount::double as revenue_share_before,
    lifecycle_stage,
    stages.label_en as lifecycle_stage_label_en,
    stages.label_zh as lifecycle_stage_label_zh,
    format(headlines.en, order_count::double, net_revenue::double,
        coalesce(days_since_last_order, 0)::double) as headline_en,
    format(headlines.zh, order_count::double, net_revenue::double,
        coalesce(days_since_last_order, 0)::double) as headline_zh
from levels
inner join cells using (cell)
inner join halves using (code)
inner join rule('abc_classes') as classes on levels.class_rank = classes.class_rank::integer
inner join rule('lifecycle_rules') as stages using (lifecycle_stage)
inner join headlines using (rfm_segment, abc_class, lifecycle_stage)
left join value_shares using (store_id, net_revenue);

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

-- Reports ----------------------------------------------------------------------------
create table marts.tier_summary as
with
counted as (
    select store_id, as_of_date, rfm_segment, rfm_value_segment, abc_class, lifecycle_stage,
        count(*) as customer_count, sum(net_revenue) as net_revenue
    from marts.customer_tiers
    group by all
),
labels as (
    select 'rfm' as scheme, rfm_segment as label, segment_rank as label_rank, label_en,
        label_zh from rule('rfm_segments')
    union all
    select 'rfm_value', rfm_value_segment, value_rank, label_en, label_zh
    from rule('rfm_value_segments')
    union all
    select 'abc', abc_class, class_rank, label_en, label_zh from rule('abc_classes')
    union all
    select 'lifecycle', lifecycle_stage, stage_rank, label_en, label_zh
    from rule('lifecycle_rules')
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
window store as (partition by store_id, scheme);

create table marts.reconciliation as
with
entered as (
    select
        coalesce(clean(store_id), 'default') as store_id,
        coalesce(upper(clean(currency)), 'USD') as currency,
        count(*) as row_count,
        sum(try_cast(gross_amount as decimal(18, 4))) as gross
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
        refund_amount + sent_back_amount,
        0
    )) as net_revenue
    from marts.accepted_orders
    group by all
),
earned as (
    select store_id, sum(net_revenue) as net_revenue from marts.customer_facts group by all
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
