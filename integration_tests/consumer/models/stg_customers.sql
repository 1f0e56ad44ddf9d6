select * from {{ ref('raw_people') }}
