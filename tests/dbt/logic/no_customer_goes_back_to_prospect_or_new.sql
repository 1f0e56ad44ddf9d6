-- A purchase, once made, stays made; a second one makes nobody new again.
select
    migrations.store_id,
    migrations.as_of_date,
    migrations.scheme,
    migrations.from_label,
    migrations.to_label,
    migrations.customer_count
from {{ ref('customer_tiers', 'tier_migrations') }} as migrations
where
    migrations.from_label <> 'entered'
    and migrations.from_label <> migrations.to_label
    and (
        migrations.to_label in ('prospect', 'no_purchase')
        or (
            migrations.scheme = 'lifecycle'
            and migrations.to_label = 'new'
            and migrations.from_label <> 'prospect'
        )
    )
