-- What a default build makes besides floor.sql: from customers, order lines, feedback,
-- referrals and aliases all the other schemes and reports. A section with the name of one
-- in floor.sql takes its place; the others come at the end. Reads the variable folder,
-- where the other inputs are.

-- Aliases ----------------------------------------------------------------------------
create temp macro input(name) as table
select *
from read_parquet(getvariable('folder') || '/' || name || '.parquet', file_row_number = true);

create temp macro named(name, text) as name || '=' || text::varchar;

create temp table screened_aliases as
with recursive
typed as (
    select
        *,
        nullif(trim(alias_customer_id), '') as alias,
        nullif(trim(customer_id), '') as own,
        case
            when alias is null or own is null then 'missing_customer'
            when alias = own then 'self_alias'
        end as fault,
        row_number() over (
            partition by alias, fault order by own, customer_id, alias_customer_id
        ) as copy_number
    from input('customer_aliases')
),
links as (
    select alias, own from typed where fault is null and copy_number = 1
),
walks as (
    select alias, own, 1 as hops from links
    union all
    select walks.alias, links.own, hops + 1
    from walks
    inner join links on walks.own = links.alias
    where hops < 32
),
ends as (
    select alias, arg_max(own, hops) as own from walks group by alias
)
select
    typed.alias,
    ends.own,
    concat_ws(
        '; ', named('alias_customer_id', alias_customer_id), named('customer_id', customer_id)
    ) as raw_row,
    case
        when fault is not null then fault
        when copy_number > 1 then 'duplicate_alias'
        when beyond.alias is not null then 'alias_circle'
    end as reason
from typed
left join ends using (alias)
left join links as beyond on ends.own = beyond.alias;

create temp table aliases as
select alias as alias_customer_id, own as own_customer_id
from screened_aliases
where reason is null;

-- Other inputs -----------------------------------------------------------------------
create temp macro yes_or_no(text) as case
    when lower(clean(text)) in ('true', '1', 'yes', 'y', '是') then true
    when lower(clean(text)) in ('false', '0', 'no', 'n', '否') then false
end;
create temp macro whole(text, highest) as
if(try_cast(text as decimal(18, 4)) % 1 = 0, try_cast(text as decimal(18, 4)), null)
::integer;
create temp macro unread(value, text) as value is null and clean(text) is not null;

create temp table sold_to as
select store_id, customer_id, bool_or(
    is_purchase
    or first_reversal_date is not null
    or list_contains(getvariable('returned'), order_status)
) as has_event
from marts.accepted_orders
group by all;

-- As with orders: only repeated customers are sorted.
create temp table customer_copies as
with
ids as (
    select hash(clean(store_id), clean(customer_id)) as id, file_row_number
    from input('customers')
),
repeated as (
    select id from ids group by id having count(*) > 1
),
numbered as (
    select file_row_number, row_number() over (
        partition by clean(store_id), clean(customer_id)
        order by
            try_cast(registered_at as timestamp)::date, registered_at, full_name, email,
            phone, birth_date, gender, acquisition_channel, is_strategic, decision_role,
            income_band, region
    ) as copy_number
    from input('customers')
    where file_row_number in (select file_row_number from ids semi join repeated using (id))
)
select file_row_number from numbered where copy_number > 1;

create temp table screened_customers as
with
typed as (
    select
        *,
        clean(customer_id) as named_id,
        try_cast(registered_at as timestamp)::date as registered_date,
        try_cast(birth_date as timestamp)::date as birth_day,
        yes_or_no(is_strategic) as strategic,
        case
            when named_id is null then 'missing_customer'
            when copies.file_row_number is not null then 'duplicate_customer'
            when unread(registered_date, registered_at) or unread(birth_day, birth_date)
                then 'invalid_date'
            when registered_date > getvariable('today') then 'future_timestamp'
            when unread(strategic, is_strategic) then 'invalid_yes_or_no'
        end as reason
    from input('customers') as customers
    left join customer_copies as copies using (file_row_number)
)
select
    clean(store_id) as store_id,
    coalesce(own_customer_id, named_id) as customer_id,
    own_customer_id is null as is_own,
    registered_date,
    clean(full_name) as full_name,
    birth_day as birth_date,
    clean(acquisition_channel) as acquisition_channel,
    strategic as is_strategic,
    lower(clean(decision_role)) as decision_role,
    if(reason is null, null, concat_ws(
        '; ', named('customer_id', typed.customer_id), named('store_id', typed.store_id),
        named('full_name', typed.full_name), named('email', email), named('phone', phone),
        named('registered_at', registered_at), named('birth_date', typed.birth_date),
        named('gender', gender), named('acquisition_channel', typed.acquisition_channel),
        named('is_strategic', typed.is_strategic),
        named('decision_role', typed.decision_role), named('income_band', income_band),
        named('region', region)
    )) as raw_row,
    reason
from typed
left join aliases on named_id = alias_customer_id;

create temp table profiles as
with
accounts as (
    from screened_customers
    where reason is null and store_id is not null
    union all
    select screened_customers.* replace (coalesce(sold_to.store_id, 'default') as store_id)
    from screened_customers
    left join sold_to using (customer_id)
    where reason is null and screened_customers.store_id is null
),
-- Few have more than one account.
several as (
    select store_id, customer_id from accounts group by all having count(*) > 1
)
select
    store_id, customer_id, registered_date, full_name, birth_date, acquisition_channel,
    is_strategic, decision_role
from accounts
anti join several using (store_id, customer_id)
union all
select
    store_id,
    customer_id,
    min(registered_date),
    coalesce(max(full_name) filter (is_own), min(full_name)),
    coalesce(max(birth_date) filter (is_own), min(birth_date)),
    coalesce(max(acquisition_channel) filter (is_own), min(acquisition_channel)),
    coalesce(max(is_strategic) filter (is_own), min(is_strategic)),
    coalesce(max(decision_role) filter (is_own), min(decision_role))
from accounts
semi join several using (store_id, customer_id)
group by all;

create temp table known as
select store_id, customer_id from sold_to where has_event
union
select store_id, customer_id from profiles;

create temp table known_ids as
select distinct customer_id as known_id from known;

create temp table screened_feedback as
with
typed as (
    select
        *,
        coalesce(own_customer_id, clean(customer_id)) as own_id,
        try_cast(given_at as timestamp) as given,
        whole(rating, 5) as stars,
        if(stars between 1 and 5, stars, null) as stars_given,
        whole(nps, 10) as score,
        if(score between 0 and 10, score, null) as score_given,
        yes_or_no(is_complaint) as complaint
    from input('feedback')
    left join aliases on clean(customer_id) = alias_customer_id
    left join known_ids on coalesce(own_customer_id, clean(customer_id)) = known_id
)
select
    clean(store_id) as store_id,
    own_id as customer_id,
    clean(order_id) as order_id,
    given as given_at,
    given::date as given_date,
    stars_given::integer as rating,
    score_given::integer as nps,
    coalesce(complaint, false) as is_complaint,
    case
        when own_id is null then 'missing_customer'
        when given is null then 'invalid_timestamp'
        when given::date > getvariable('today') then 'future_timestamp'
        when unread(stars_given, typed.rating) or unread(score_given, typed.nps)
            then 'invalid_rating'
        when unread(complaint, typed.is_complaint) then 'invalid_yes_or_no'
        when known_id is null then 'unknown_customer'
    end as reason,
    if(reason is null, null, concat_ws(
        '; ', named('customer_id', typed.customer_id), named('store_id', typed.store_id),
        named('order_id', typed.order_id), named('given_at', typed.given_at),
        named('rating', typed.rating), named('nps', typed.nps),
        named('is_complaint', typed.is_complaint)
    )) as raw_row
from typed;

-- The greatest number tells the worst of the ratings farthest from the middle, the last
-- rating and the last answer; of one moment the worse.
create temp table feedback_events as
select
    known.store_id,
    customer_id,
    given_date as event_date,
    is_complaint,
    8 * (10 * abs(rating - 3) - rating) + rating as peak,
    if(rating is null, null, 8 * epoch_us(given_at) + 5 - rating) as last_rating,
    if(nps is null, null, 16 * (8 * epoch_us(given_at) + 7 - coalesce(rating + 2, 0)) + 10 - nps)
        as last_nps
from screened_feedback
inner join known using (customer_id)
where reason is null and coalesce(screened_feedback.store_id, known.store_id) = known.store_id;

create temp table screened_referrals as
with
typed as (
    select
        *,
        coalesce(referrers.own_customer_id, clean(referrer_customer_id)) as referrer,
        coalesce(referred.own_customer_id, clean(referred_customer_id)) as friend,
        try_cast(referred_at as timestamp)::date as referred_date,
        case
            when referrer is null or friend is null then 'missing_customer'
            when known_referrers.known_id is null or known_friends.known_id is null
                then 'unknown_customer'
            when referred_date is null then 'invalid_timestamp'
            when referred_date > getvariable('today') then 'future_timestamp'
            when referrer = friend then 'self_referral'
        end as fault,
        row_number() over (
            partition by friend, fault
            order by
                referred_date, referrer, referred_at, referrer_customer_id,
                referred_customer_id
        ) as copy_number
    from input('referrals')
    left join aliases as referrers
        on clean(referrer_customer_id) = referrers.alias_customer_id
    left join aliases as referred
        on clean(referred_customer_id) = referred.alias_customer_id
    left join known_ids as known_referrers
        on
            coalesce(referrers.own_customer_id, clean(referrer_customer_id))
            = known_referrers.known_id
    left join known_ids as known_friends
        on
            coalesce(referred.own_customer_id, clean(referred_customer_id))
            = known_friends.known_id
)
select
    referrer as customer_id,
    referred_date,
    coalesce(fault, if(copy_number > 1, 'duplicate_referral', null)) as reason,
    concat_ws(
        '; ', named('referrer_customer_id', referrer_customer_id),
        named('referred_customer_id', referred_customer_id),
        named('referred_at', referred_at)
    ) as raw_row
from typed;

create temp table referral_events as
select known.store_id, customer_id, referred_date as event_date
from screened_referrals
inner join known using (customer_id)
where reason is null;

create temp table lines as
with
typed as (
    select
        *,
        clean(order_id) as own_order_id,
        coalesce(clean(store_id), 'default') as own_store_id,
        try_cast(quantity as decimal(18, 4)) as pieces,
        try_cast(net_amount as decimal(18, 4)) as net,
        try_cast(cost_amount as decimal(18, 4)) as cost
    from input('order_lines')
)
select
    orders.store_id,
    orders.customer_id,
    order_date,
    if(sent_back_amount = gross_amount - discount_amount, first_reversal_date, null)
        as back_date,
    clean(product_id) as product_id,
    clean(typed.category) as category,
    pieces,
    in_usd(net, exchange_rate) as net,
    in_usd(cost, exchange_rate) as cost,
    case
        when own_order_id is null then 'missing_order_id'
        when orders.order_id is null then 'unknown_order'
        when
            unread(pieces, quantity) or unread(typed.net, typed.net_amount)
            or unread(typed.cost, typed.cost_amount)
            then 'invalid_amount'
    end as reason,
    if(reason is null, null, concat_ws(
        '; ', named('order_id', typed.order_id), named('store_id', typed.store_id),
        named('product_id', typed.product_id), named('category', typed.category),
        named('quantity', quantity), named('net_amount', typed.net_amount),
        named('cost_amount', typed.cost_amount)
    )) as raw_row
from typed
left join marts.accepted_orders as orders
    on own_store_id = orders.store_id and own_order_id = orders.order_id
where is_purchase or reason is not null;

create temp table other_categories as
select distinct category from lines where reason is null;

create table marts.rejected_rows as
select 'customer_aliases' as input_name, reason as rejection_reason, raw_row
from screened_aliases where reason is not null
union all
select 'customers', reason, raw_row from screened_customers where reason is not null
union all
select 'feedback', reason, raw_row from screened_feedback where reason is not null
union all
select 'order_lines', reason, raw_row from lines where reason is not null
union all
select 'referrals', reason, raw_row from screened_referrals where reason is not null;

-- Other events -----------------------------------------------------------------------
-- Who has registered is known. An order no longer satisfies from the first complaint on:
-- if something comes back later, that must not count again.
insert into ledger
with
unhappy as (
    select
        orders.store_id,
        orders.order_id,
        orders.customer_id,
        any_value(first_reversal_date) as reversal_date,
        min(greatest(order_date, given_date)) as unhappy_date
    from marts.accepted_orders as orders
    inner join (
        from screened_feedback
        where reason is null and order_id is not null and (is_complaint or rating < 4)
    ) as feedback
        on
            orders.order_id = feedback.order_id
            and orders.customer_id = feedback.customer_id
            and orders.store_id = coalesce(feedback.store_id, orders.store_id)
    where is_purchase
    group by all
),
events as (
    select store_id, customer_id, registered_date as event_date, 0 as counts
    from profiles
    where registered_date is not null
    union all
    select store_id, customer_id, unhappy_date, -digit(1)
    from unhappy
    where unhappy_date < coalesce(reversal_date, 'infinity')
    union all
    select store_id, customer_id, reversal_date, digit(1)
    from unhappy
    where unhappy_date < reversal_date
)
select
    store_id, customer_id, event_date, event_date, null, null, null, 0, counts, 0, 0, 0, 0, 0,
    0, 0, null, null, null, null
from events;

set variable first_day = (
    select min(event_date) from (
        select event_date from feedback_events union all select event_date from referral_events
    )
);

-- Voices -----------------------------------------------------------------------------
set variable without_voice = 0;

create temp table voices as
with
feedback as (
    select
        store_id,
        customer_id,
        as_of_date,
        count(*) as feedback_count,
        count(*) filter (is_complaint) as complaint_count,
        (max(peak) & 7)::integer as peak_rating,
        (5 - (max(last_rating) & 7))::integer as last_rating,
        (10 - (max(last_nps) & 15))::integer as last_nps
    from feedback_events
    inner join dates on event_date <= as_of_date
    group by all
),
referrals as (
    select store_id, customer_id, as_of_date, count(*) as referral_count
    from referral_events
    inner join dates on event_date <= as_of_date
    group by all
)
select
    * replace (
        coalesce(feedback_count, 0) as feedback_count,
        coalesce(complaint_count, 0) as complaint_count,
        coalesce(referral_count, 0) as referral_count
    )
from feedback
full join referrals using (store_id, customer_id, as_of_date);

-- Other cuts -------------------------------------------------------------------------
create temp table other_histogram as
with
facts as (
    select * replace (discount_share::decimal(18, 4) as discount_share)
    from marts.customer_facts
),
counted as (
    select store_id, as_of_date, 'margin_amount' as metric, margin_amount as value,
        value as strength, count(*) as customer_count
    from facts group by all
    union all
    select store_id, as_of_date, 'value_per_order', value_per_order, value_per_order, count(*)
    from facts where value_per_order is not null group by all
    union all
    select store_id, as_of_date, 'satisfied_order_count', satisfied_order_count,
        satisfied_order_count, count(*)
    from facts group by all
    union all
    select store_id, as_of_date, 'discount_share', discount_share, -discount_share, count(*)
    from facts where discount_share is not null group by all
    union all
    select store_id, as_of_date, 'engagement_count', engagement_count, engagement_count, count(*)
    from facts group by all
    union all
    select store_id, as_of_date, 'orders_per_month', orders_per_month, orders_per_month, count(*)
    from facts where orders_per_month is not null group by all
    union all
    select store_id, as_of_date, 'growth_ratio', growth_ratio, growth_ratio, count(*)
    from facts where growth_ratio is not null group by all
    union all
    select store_id, as_of_date, 'referral_count', referral_count, referral_count, count(*)
    from facts group by all
)
select
    store_id,
    as_of_date,
    metric,
    value,
    strength,
    customer_count,
    sum(customer_count) over everyone as total_count,
    sum(greatest(value, 0) * customer_count) over everyone as total_amount,
    total_amount - sum(greatest(value, 0) * customer_count) over not_better as better_amount,
    sum(customer_count) over not_better - customer_count as worse_count,
    coalesce(worse_count / nullif(total_count - 1, 0)::double, 0) as percent_rank
from counted
window
    everyone as (partition by store_id, as_of_date, metric),
    not_better as (
        partition by store_id, as_of_date, metric order by strength nulls first
        rows between unbounded preceding and current row
    );

create temp table style_cuts as
select level, level_rank::integer as level_rank, percent_rank_from::double as percent_rank_from,
    lead(percent_rank_from::double, 1, 2) over (order by percent_rank_from::double)
        as percent_rank_until
from rule('buying_style_cuts');

create temp table other_cuts_used as
select store_id, as_of_date, 'abc_margin' as scheme, 'margin_share' as method, metric,
    coalesce(class_rank, 1) as level_rank, min(strength) as start,
    max(below::double) as threshold,
    sum(customer_count) filter (strength is not null) as customer_count
from other_histogram
left join abc
    on
        value > 0
        and better_amount >= above * total_amount
        and better_amount < below * total_amount
where metric = 'margin_amount'
group by all
union all
select store_id, as_of_date, 'value_type', 'percent_rank', metric,
    coalesce(least(
        5, 1 + floor(5 * worse_count / nullif(total_count - 1, 0)::double)::integer
    ), 1) as level_rank,
    min(strength), nullif((level_rank - 1) / 5e0, 0), sum(customer_count)
from other_histogram
where metric not in ('margin_amount', 'growth_ratio', 'referral_count')
group by all
union all
select store_id, as_of_date, 'buying_style', 'percent_rank', metric, level_rank,
    min(strength), max(percent_rank_from), sum(customer_count)
from other_histogram
inner join style_cuts
    on
        coalesce(
            (total_count - customer_count - worse_count) / nullif(total_count - 1, 0)::double, 0
        ) >= percent_rank_from
        and coalesce(
            (total_count - customer_count - worse_count) / nullif(total_count - 1, 0)::double, 0
        ) < percent_rank_until
where metric = 'discount_share'
group by all;

create temp table other_levels as
select 'abc_margin' as scheme, class_rank as level_rank, abc_class as level from abc
union all
select 'value_type', n, n::varchar from range(1, 6) as numbers (n)
union all
select 'buying_style', level_rank, level from style_cuts;

create temp table loyalty_rules as
select loyalty_level, level_rank::integer as level_rank,
    nullif(min_satisfied_orders::integer, 0) as bound
from rule('loyalty_rules')
where loyalty_level <> 'advocate';

create temp table other_fixed_cuts as
with
reaching as (
    select store_id, as_of_date, loyalty_level, level_rank, bound, sum(customer_count)
        filter (bound is null or value >= bound) as reaching_count
    from other_histogram cross join loyalty_rules
    where metric = 'satisfied_order_count'
    group by all
)
select store_id, as_of_date, 'loyalty' as scheme, 'satisfied_order_count' as metric,
    loyalty_level as level, level_rank, true as is_higher_better, bound as start,
    coalesce(reaching_count, 0) - lag(coalesce(reaching_count, 0), 1, 0)
        over (partition by store_id, as_of_date order by level_rank desc) as customer_count,
    'fixed' as method, bound::double as threshold
from reaching;

