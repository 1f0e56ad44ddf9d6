select * from {{ source('shop', 'people') }}
